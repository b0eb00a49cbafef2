package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class SharedStoresTest {
    @Test
    void aTransactionCommitsWithMajorityOnTheSharedMongod() {
        try (MongoClient client = MongoClients.create(SharedStores.mongodbUri());
                ClientSession session = client.startSession()) {
            MongoCollection<Document> things =
                    client.getDatabase(SharedStores.database()).getCollection("things");

            session.withTransaction(
                    () -> things.insertOne(session, new Document("_id", 1)),
                    TransactionOptions.builder()
                            .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                            .build());

            assertThat(things.countDocuments()).isEqualTo(1);
        }
    }

    @Test
    void everyDatabaseNameIsNew() {
        assertThat(SharedStores.database()).isNotEqualTo(SharedStores.database());
    }
}
