package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when a hub ends in whatever way, and how the next one gets on with it. */
class HubDeathTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir private Path folder;

    @Test
    void theNextHubEndsTheMongodOfAKilledOneAndKeepsItsData() throws IOException {
        HubProcess.Running hub = HubProcess.start(folder);
        insert(hub.mongodbUri(), 1);
        freeze(hub.mongod()); // deaf to the kernel's message about its parent
        hub.process().destroyForcibly();
        await("the hub is gone").atMost(LIMIT).until(() -> !hub.process().isAlive());
        assertThat(hub.mongod().isAlive()).isTrue();

        try (Stores next = Stores.start(HubProcess.mongodOnly(folder))) {
            assertThat(hub.mongod().isAlive()).isFalse();
            assertThat(next.mongodbUri()).isEqualTo(hub.mongodbUri());
            assertThat(count(next.mongodbUri())).isEqualTo(1);
        }
    }

    @Test
    void mongodEndsByItselfWhenItsHubIsKilled() throws IOException {
        assumeTrue(Commands.onPath("setpriv").isPresent(), "needs setpriv");
        HubProcess.Running hub = HubProcess.start(folder);

        hub.process().destroyForcibly();

        await("mongod is gone").atMost(LIMIT).until(() -> !hub.mongod().isAlive());
        assertThat(Stores.runningMongodbUri(folder)).isEmpty();
    }

    @Test
    void aTakenPortGivesANewOneWithTheSameData() throws IOException {
        String before;
        try (Stores first = Stores.start(HubProcess.mongodOnly(folder))) {
            before = first.mongodbUri();
            insert(before, 1);
        }

        try (Socket taken = occupy(before);
                Stores second = Stores.start(HubProcess.mongodOnly(folder))) {
            assertThat(second.mongodbUri()).isNotEqualTo(before);
            assertThat(taken.isBound()).isTrue();
            assertThat(count(second.mongodbUri())).isEqualTo(1);
        }
        assertThat(Stores.runningMongodbUri(folder)).isEmpty();
    }

    @Test
    void dataOfANewerMongodIsRefusedInWords() throws IOException {
        Files.createDirectories(folder.resolve("mongodb"));
        Files.writeString(folder.resolve("mongodb/version"), "99.0.1");

        assertThatThrownBy(() -> Stores.start(HubProcess.mongodOnly(folder)))
                .isInstanceOf(StoresException.class)
                .hasMessageContaining("was written by mongod 99.0.1")
                .hasMessageContaining("MUSUBI_MONGOD");
        assertThat(DataFolder.holder(folder)).as("the folder is given back").isEmpty();
    }

    private static void insert(String uri, int id) {
        try (MongoClient client = MongoClients.create(uri)) {
            things(client).insertOne(new Document("_id", id));
        }
    }

    private static long count(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            return things(client).countDocuments();
        }
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("kept").getCollection("things");
    }

    private static void freeze(ProcessHandle handle) {
        Commands.run(List.of("kill", "-STOP", Long.toString(handle.pid())), 10);
    }

    /** Bound, not listening: mongod looks itself up at its old address and is refused at once. */
    private static Socket occupy(String uri) throws IOException {
        Socket socket = new Socket();
        socket.bind(
                new InetSocketAddress(
                        InetAddress.ofLiteral(Ports.LOOPBACK), URI.create(uri).getPort()));
        return socket;
    }
}
