package dev.musubi.e2e;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.musubi.client.model.Event;
import dev.musubi.client.model.EventBatch;
import dev.musubi.client.model.EventIdentifier;
import dev.musubi.client.model.EventTraits;
import dev.musubi.client.model.IdentifierType;
import dev.musubi.stores.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything is rebuilt while the hub serves, whoever is killed (-9) meanwhile, and equals what was
 * there. In an order, because the last one has no hub beside it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("long")
class RebuildIT {

    private static final int PEOPLE = Integer.getInteger("musubi.people", 5_000);
    private static final int BATCH = 1_000;
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Pattern EQUAL =
            Pattern.compile(
                    "done: ([\\d,]+) profiles, digest of the index ([0-9a-f]{32}), of what is"
                            + " stored \\2: equal");

    @TempDir static Path folder;

    private static HubProcess hub;

    @BeforeAll
    static void aHubWithManyPeople() throws Exception {
        hub = HubProcess.start(folder.resolve("data"));
        for (int from = 0; from < PEOPLE; from += BATCH) {
            var batch = new EventBatch();
            for (int n = from; n < from + BATCH; n++) {
                batch.addEventsItem(visit(n));
            }
            hub.client()
                    .events()
                    .appendEvents(batch, from + BATCH < PEOPLE ? null : "applied", false);
        }
        hub.client()
                .events()
                .appendEvents(
                        new EventBatch()
                                .addEventsItem(
                                        new Event()
                                                .source("wms")
                                                .id("S-1")
                                                .type("stock.counted")
                                                .time("2026-11-22T10:15:30+09:00")
                                                .channel("store")
                                                .data(
                                                        Map.of(
                                                                "sku",
                                                                "A-1",
                                                                "location",
                                                                "ginza",
                                                                "onHand",
                                                                12))),
                        "applied",
                        false);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> get("/api/v1/profiles/search?q=RB-" + (PEOPLE - 1)).contains("<em>"));
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    @Order(1)
    void profilesAreFoldedAnewAndGoneOnWithAfterTheCommandWasKilled() throws Exception {
        Path told = folder.resolve("profiles.log");
        Process killed = hub.begin(told, "rebuild", "profiles");
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> text(told).contains(" differed; "));
        killed.destroyForcibly().waitFor();

        HubProcess.Chore again = hub.chore("rebuild", "profiles");

        assertThat(text(told)).contains("% done, about").doesNotContain("done: ");
        assertThat(again.text())
                .containsPattern("going on after [\\d,]+ profiles")
                .contains(
                        "done: %,d profiles folded anew from %,d events; 0 differed"
                                .formatted(PEOPLE, PEOPLE));
        assertThat(again.exit()).isZero();
    }

    @Test
    @Order(2)
    void theIndexIsFilledAnewAndGoneOnWithAfterTheHubWasKilled() throws Exception {
        Path told = folder.resolve("index.log");
        Process asking = hub.begin(told, "rebuild", "index");
        try {
            try (MongoClient client = mongodb()) {
                await().atMost(SOON)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> swept(client), done -> done > 0 && done < PEOPLE);
            }
            hub.killNine();
            hub.startAgain();
            assertThat(hub.log()).contains("a new index profiles is filled");

            assertThat(asking.waitFor()).as(text(told)).isZero();
        } finally {
            asking.destroyForcibly();
        }
        assertThat(text(told)).contains("waiting: ");
        equal(text(told));
    }

    @Test
    @Order(3)
    void everyKindOfDamageIsNamedAndMended() throws Exception {
        List<String> ids = new ArrayList<>();
        try (MongoClient client = mongodb()) {
            MongoDatabase database = client.getDatabase("musubi");
            MongoCollection<Document> profiles = database.getCollection("profiles");
            MongoCollection<Document> identifiers = database.getCollection("identifiers");
            for (int n = 0; n < 9; n++) {
                ids.add(
                        identifiers
                                .find(eq("_id", "loyalty_id:RB" + n))
                                .first()
                                .getString("profile"));
            }
            profiles.updateOne(eq("_id", ids.get(0)), set("facets.0.c", 7L));
            profiles.updateOne(eq("_id", ids.get(1)), set("facets", List.of()));
            identifiers.updateOne(eq("_id", "loyalty_id:RB2"), set("profile", ids.get(3)));
            identifiers.deleteOne(eq("_id", "loyalty_id:RB4"));
            profiles.deleteOne(eq("_id", ids.get(5)));
            profiles.updateOne(eq("_id", ids.get(6)), set("retired", true));
            database.getCollection("stockPositions")
                    .updateOne(eq("_id.s", "A-1"), set("since", new Decimal128(-3)));
        }
        inElasticsearch("DELETE", ids.get(7), "", 1);
        inElasticsearch("PUT", ids.get(8), "{\"retired\":false,\"shown\":{}}", 1);
        inElasticsearch("PUT", "0-nobody", "{\"retired\":false,\"shown\":{}}", 1);

        HubProcess.Chore found = hub.chore("check");
        HubProcess.Chore mended = hub.chore("check", "--repair");
        HubProcess.Chore after = hub.chore("check");

        assertThat(found.text())
                .contains(
                        "profile " + ids.get(0) + ": its totals are not",
                        "profile " + ids.get(1) + ": its totals are not",
                        "profile " + ids.get(2) + ": an identifier of it is missing or points",
                        "profile " + ids.get(3) + ": an identifier points to it, and nobody",
                        "profile " + ids.get(4) + ": an identifier of it is missing or points",
                        "profile " + ids.get(5) + ": identifiers point to it, and it is gone",
                        "profile " + ids.get(6) + ": identifiers point to it, and it is gone",
                        "profile " + ids.get(7) + ": it is not so in the index",
                        "profile " + ids.get(8) + ": it is not so in the index",
                        "document 0-nobody of the index: nobody has it",
                        "stock of A-1 in ginza: it is not what its ledger comes to",
                        "with --repair it is mended");
        assertThat(found.exit()).isEqualTo(1);
        assertThat(mended.exit()).as(mended.text()).isZero();
        assertThat(after.text().lines().filter(line -> line.contains(": all agree")))
                .as(after.text())
                .hasSize(3);
        assertThat(after.exit()).isZero();
    }

    @Test
    @Order(4)
    void theCommandFillsTheIndexItselfWhereNoHubRuns() throws Exception {
        hub.close();

        HubProcess.Chore alone = hub.chore("rebuild", "search");

        assertThat(alone.text())
                .contains("profiles: all %,d are in the new index".formatted(PEOPLE))
                .contains("products: all ");
        equal(alone.text());
        assertThat(alone.exit()).isZero();
    }

    private static void equal(String told) {
        Matcher equal = EQUAL.matcher(told);
        assertThat(equal.find()).as(told).isTrue();
        assertThat(equal.group(1)).isEqualTo("%,d".formatted(PEOPLE));
        assertThat(equal.group(2)).doesNotMatch("0{32}");
    }

    /** How many profiles the sweep has written; less than nothing where none is under way. */
    private static long swept(MongoClient client) {
        Document place =
                client.getDatabase("musubi")
                        .getCollection("projections")
                        .find(eq("_id", "profiles"))
                        .first();
        return place == null || place.getString("swept") == null ? -1 : place.getLong("done");
    }

    private static MongoClient mongodb() {
        return MongoClients.create(Stores.runningMongodbUri(folder.resolve("data")).orElseThrow());
    }

    private static void inElasticsearch(String method, String document, String body, int version)
            throws IOException, InterruptedException {
        String uri = Stores.runningElasticsearchUri(folder.resolve("data")).orElseThrow();
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        uri
                                                + "/profiles/_doc/"
                                                + document
                                                + "?refresh=true&version_type=external_gte&version="
                                                + version))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        assertThat(hub.http().send(request, HttpResponse.BodyHandlers.ofString()))
                .matches(r -> r.statusCode() < 300, "status");
    }

    private static String get(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(hub.at(path))
                        .header("Authorization", "Bearer " + HubProcess.KEY)
                        .build();
        return hub.http().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static Event visit(int n) {
        return new Event()
                .source("pos:ginza")
                .id("R-" + n)
                .type("profile.identified")
                .time("2026-11-22T10:15:30+09:00")
                .channel("store")
                .traits(new EventTraits().familyName("Rebuilt" + n))
                .addIdentifiersItem(
                        new EventIdentifier().type(IdentifierType.LOYALTY_ID).value("RB-" + n));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
