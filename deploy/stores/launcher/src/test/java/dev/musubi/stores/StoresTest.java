package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both stores of one hub, started once for the class; each test leaves them running. */
class StoresTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir private static Path folder;
    private static Stores stores;

    @BeforeAll
    static void startBoth() {
        stores =
                Stores.start(
                        small(folder),
                        MongodBinary.ofThisMachine(),
                        EmbeddedElasticsearch.Compiler.QUICK);
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void aSecondHubIsRefusedWithTheProcessOfTheFirst() {
        assertThatThrownBy(() -> Stores.start(small(folder)))
                .isInstanceOf(StoresException.class)
                .hasMessageContaining("(process " + ProcessHandle.current().pid() + ")")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void aChoreFindsTheMongodOfTheRunningHub() {
        assertThat(Stores.runningMongodbUri(folder)).contains(stores.mongodbUri());
    }

    @Test
    void aKilledMongodIsStartedAgainOnItsPortWithWhatItAcknowledged() {
        ChildFacts before = facts("mongod");
        try (MongoClient client = MongoClients.create(stores.mongodbUri())) {
            MongoCollection<Document> things = client.getDatabase("kept").getCollection("things");
            things.insertOne(new Document("_id", 1));

            kill(before);

            await("mongod works again")
                    .atMost(LIMIT)
                    .ignoreExceptionsInstanceOf(MongoException.class)
                    .until(() -> things.countDocuments() == 1);
            await("it says so").atMost(LIMIT).until(() -> facts("mongod").running());
        }
        assertThat(facts("mongod").pid()).isNotEqualTo(before.pid());
        assertThat(facts("mongod").restarts()).isEqualTo(before.restarts() + 1);
    }

    @Test
    void aKilledElasticsearchIsStartedAgainWithEveryAcknowledgedDocument() throws IOException {
        ChildFacts before = facts("elasticsearch");
        Rest rest = new Rest(stores.elasticsearchUris());
        rest.put("/kept", "{\"settings\":{\"number_of_replicas\":0}}");
        for (int id = 0; id < 20; id++) {
            rest.put("/kept/_doc/" + id, "{\"number\":" + id + "}");
        }

        kill(before);

        await("Elasticsearch works again")
                .atMost(LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> rest.post("/kept/_refresh", "").contains("\"failed\":0"));
        assertThat(rest.get("/kept/_count")).contains("\"count\":20");
        await("it says so").atMost(LIMIT).until(() -> facts("elasticsearch").running());
        assertThat(facts("elasticsearch").restarts()).isEqualTo(before.restarts() + 1);
    }

    static StoresOptions small(Path folder) {
        return new StoresOptions(folder, null, null, 0.25, 990, 384, Duration.ofMinutes(2));
    }

    private static ChildFacts facts(String name) {
        return stores.children().stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void kill(ChildFacts child) {
        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
    }
}
