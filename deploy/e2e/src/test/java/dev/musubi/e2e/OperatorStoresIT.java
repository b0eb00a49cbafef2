package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClients;
import dev.musubi.stores.SharedStores;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub on stores that the operator runs: with users, passwords and a certificate of their own. */
class OperatorStoresIT {

    private static final String PASSWORD = "of-nobody-but-this-test";

    @TempDir private static Path folder;
    private static TlsFront front;

    @BeforeAll
    static void guardTheStores() throws Exception {
        front = TlsFront.make(folder);
        try (var client = MongoClients.create(SharedStores.mongodbUri())) {
            client.getDatabase("admin")
                    .runCommand(
                            new Document("createUser", "musubi")
                                    .append("pwd", PASSWORD)
                                    .append("roles", List.of("root")));
        }
    }

    @Test
    void eventsAreKeptFoundAndSearchedThereOverTls() throws Exception {
        try (var mongod = front.before(URI.create(SharedStores.mongodbUri()).getPort());
                var elasticsearch =
                        front.beforeHttp(
                                URI.create(SharedStores.elasticsearchUri()), "clerk", PASSWORD);
                var hub =
                        HubProcess.start(folder.resolve("hub"), settings(mongod, elasticsearch))) {
            assertThat(hub.mongod()).as("a mongod of the hub's own").isEmpty();
            assertThat(hub.elasticsearch()).as("an Elasticsearch of its own").isEmpty();

            var told =
                    hub.http()
                            .send(
                                    request(hub, "/api/v1/events?wait=applied")
                                            .POST(HttpRequest.BodyPublishers.ofString(EVENT))
                                            .build(),
                                    BodyHandlers.ofString());
            assertThat(told.statusCode()).as(told.body()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    hub.http()
                                                            .send(
                                                                    request(
                                                                                    hub,
                                                                                    "/api/v1/profiles/search?q=operator")
                                                                            .build(),
                                                                    BodyHandlers.ofString())
                                                            .body())
                                            .contains("<em>Operator</em>")
                                            .contains("\"degraded\":false"));
            assertThat(elasticsearch.refused()).as("requests without the password").isZero();
        }
    }

    @Test
    void aStrangersCertificateIsNotTrusted() throws Exception {
        try (var mongod = front.before(URI.create(SharedStores.mongodbUri()).getPort())) {
            assertThatThrownBy(
                            () ->
                                    HubProcess.start(
                                                    folder.resolve("stranger"),
                                                    "--musubi.stores.mongodb-uri="
                                                            + mongodbUri(mongod)
                                                            + "&tls=true",
                                                    "--musubi.stores.elasticsearch-uris="
                                                            + SharedStores.elasticsearchUri())
                                            .close())
                    .hasMessageContaining("the hub ended while starting")
                    .hasMessageNotContaining(PASSWORD);
        }
    }

    private static final String EVENT =
            """
            {"source":"pos:own","id":"R-77","type":"profile.identified","time":"2026-11-22T10:15:30+09:00","channel":"store",
             "identifiers":[{"type":"loyalty_id","value":"L-77"}],"traits":{"familyName":"Operator"}}
            """;

    private static HttpRequest.Builder request(HubProcess hub, String path) {
        return HttpRequest.newBuilder(hub.at(path))
                .header("Authorization", "Bearer " + HubProcess.KEY)
                .header("Content-Type", "application/json");
    }

    private static String[] settings(TlsFront.Door mongod, TlsFront.Door elasticsearch) {
        return new String[] {
            "--musubi.stores.mongodb-uri=" + mongodbUri(mongod),
            "--musubi.stores.mongodb-ca-file=" + front.certificate(),
            "--musubi.stores.elasticsearch-uris=https://127.0.0.1:" + elasticsearch.port(),
            "--musubi.elasticsearch.user=clerk",
            "--musubi.elasticsearch.password=" + PASSWORD,
            "--musubi.elasticsearch.ca-file=" + front.certificate(),
            "--musubi.elasticsearch.prefix=" + SharedStores.indexPrefix()
        };
    }

    private static String mongodbUri(TlsFront.Door mongod) {
        return "mongodb://musubi:%s@127.0.0.1:%d/%s?authSource=admin&directConnection=true"
                .formatted(PASSWORD, mongod.port(), SharedStores.database());
    }
}
