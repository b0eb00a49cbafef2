package dev.musubi.quality;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transactions;
import dev.musubi.quality.QualityStore.CountedElsewhere;
import dev.musubi.testing.TestHub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Counting on a real MongoDB, by one hub of several, any of which may die. */
class SourceCounterTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void twoHubsBesideEachOtherCountEachEventOnce() {
        try (TestHub one = counting();
                TestHub other = one.beside()) {
            for (int i = 0; i < 10; i++) {
                one.append(TestHub.TRUSTED, events(20));
                other.append(TestHub.TRUSTED, events(20));
            }

            awaitEvents(other, 400);
            assertThat(one.get(SourceQuality.class).report(1).sources())
                    .usingRecursiveComparison()
                    .isEqualTo(other.get(SourceQuality.class).report(1).sources());
            assertThat(owners(one)).isEqualTo(1);
        }
    }

    @Test
    void aHubThatDiesMidwayIsFollowedByAnotherAndNothingIsLostOrDoubled() {
        TestHub first = counting();
        try (TestHub second = first.beside()) {
            Instant since = first.get(SourceQuality.class).report(1).countedSince();
            for (int i = 0; i < 60; i++) {
                second.append(TestHub.TRUSTED, events(10));
                if (i == 30) {
                    await().atMost(LONG).until(() -> events(second) > 0);
                    first.forget();
                }
            }

            awaitEvents(second, 600);
            second.append(TestHub.TRUSTED, events(1));
            awaitEvents(second, 601);
            assertThat(second.get(SourceQuality.class).report(1).countedSince()).isEqualTo(since);
        }
    }

    @Test
    void whoHasLostTheLeaseCountsOnOnceItIsFreeAgain() {
        try (TestHub hub = counting()) {
            hub.append(TestHub.TRUSTED, events(5));
            awaitEvents(hub, 5);

            take(hub, "somebody else", Duration.ofSeconds(8));
            hub.append(TestHub.TRUSTED, events(5));

            awaitEvents(hub, 10);
            assertThat(position(hub).getString("owner")).isNotEqualTo("somebody else");
        }
    }

    @Test
    void sumsAreAddedOnlyWhereTheyEndAndOnlyTogetherWithTheirPlace() {
        try (TestHub hub = TestHub.start(Map.of("musubi.quality.worker", "false"));
                Transactions transactions = new Transactions(hub.get(DocumentStore.class))) {
            QualityStore store = hub.get(QualityStore.class);
            Instant now = Instant.now();
            Sums sums = new Sums();
            sums.add(new Taken("s", now, now, true, false, false));
            assertThat(store.hold("me")).isPresent();
            assertThat(store.begin("me", token(1), now)).isTrue();

            assertThatThrownBy(
                            () ->
                                    transactions.run(
                                            tx -> {
                                                store.add(tx, "me", token(1), token(2), sums);
                                                throw new IllegalArgumentException("died");
                                            }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(events(hub)).isZero();
            assertThat(add(transactions, store, "me", 1, 2, sums)).isTrue();
            assertThat(add(transactions, store, "me", 1, 2, sums)).as("again").isFalse();
            assertThat(add(transactions, store, "you", 2, 3, sums)).as("no lease").isFalse();
            take(hub, "you", Duration.ofSeconds(8));
            assertThat(add(transactions, store, "me", 2, 3, sums)).as("lost").isFalse();
            assertThat(events(hub)).isEqualTo(1);
            assertThat(add(transactions, store, "you", 2, 3, sums)).isTrue();
            assertThat(events(hub)).isEqualTo(2);
        }
    }

    private static boolean add(
            Transactions transactions,
            QualityStore store,
            String owner,
            int from,
            int to,
            Sums sums) {
        try {
            return transactions.run(
                    tx -> {
                        store.add(tx, owner, token(from), token(to), sums);
                        return true;
                    });
        } catch (CountedElsewhere refused) {
            return false;
        }
    }

    private static BsonDocument token(int place) {
        return new BsonDocument("_data", new BsonString("place " + place));
    }

    @Test
    void whereTheLogIsNotRememberedAnyMoreItIsCountedFromNowOnAndSaid() {
        try (TestHub hub = counting()) {
            hub.append(TestHub.TRUSTED, events(5));
            awaitEvents(hub, 5);
            Instant before = hub.get(SourceQuality.class).report(1).countedSince();

            moveTokenToAnotherHistory(hub);
            hub.append(TestHub.TRUSTED, events(1));
            await().atMost(LONG)
                    .until(
                            () ->
                                    hub.get(SourceQuality.class)
                                            .report(1)
                                            .countedSince()
                                            .isAfter(before));

            long counted = events(hub);
            assertThat(counted).as("what is between is not known").isBetween(5L, 6L);
            hub.append(TestHub.TRUSTED, events(3));
            awaitEvents(hub, counted + 3);
        }
    }

    private static TestHub counting() {
        TestHub hub = TestHub.start();
        await().atMost(LONG)
                .until(() -> hub.get(SourceQuality.class).report(1).countedSince() != null);
        return hub;
    }

    private static List<JsonNode> events(int number) {
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            events.add(anEvent("page.viewed").at(Instant.now()).with("url", "/").build());
        }
        return events;
    }

    private static void awaitEvents(TestHub hub, long expected) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(events(hub)).isGreaterThanOrEqualTo(expected));
        await().during(Duration.ofMillis(1500)).atMost(LONG).until(still(hub, expected));
    }

    private static Callable<Boolean> still(TestHub hub, long expected) {
        return () -> events(hub) == expected;
    }

    private static long events(TestHub hub) {
        return hub.get(SourceQuality.class).report(2).sources().stream()
                .mapToLong(s -> s.counts().events())
                .sum();
    }

    private static long owners(TestHub hub) {
        return hub.get(DocumentStore.class)
                .collection("projections")
                .countDocuments(new Document("_id", "quality").append("owner", present()));
    }

    private static Document present() {
        return new Document("$exists", true);
    }

    private static Document position(TestHub hub) {
        return hub.get(DocumentStore.class)
                .collection("projections")
                .find(new Document("_id", "quality"))
                .first();
    }

    private static void take(TestHub hub, String owner, Duration term) {
        hub.get(DocumentStore.class)
                .collection("projections")
                .updateOne(
                        new Document("_id", "quality"),
                        new Document(
                                "$set",
                                new Document("owner", owner)
                                        .append(
                                                "until",
                                                java.util.Date.from(Instant.now().plus(term)))));
    }

    /** The token of an event that this oplog never had: its time is made another. */
    private static void moveTokenToAnotherHistory(TestHub hub) {
        DocumentStore store = hub.get(DocumentStore.class);
        String data;
        try (var stream = store.collection("elsewhere").watch().cursor()) {
            stream.tryNext();
            store.collection("elsewhere").insertOne(new Document());
            data = stream.next().getResumeToken().getString("_data").getValue();
        }
        store.collection("projections")
                .updateOne(
                        new Document("_id", "quality"),
                        new Document(
                                "$set",
                                new Document(
                                        "token._data",
                                        data.substring(0, 2) + "00000001" + data.substring(10))));
    }
}
