package dev.musubi.feed;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.StoredEvent;
import dev.musubi.feed.Change.Type;
import dev.musubi.feed.EntryStore.Position;
import dev.musubi.feed.EntryStore.WrittenElsewhere;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.people.Corrections;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transactions;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The feed on a real MongoDB, written by one hub of several, any of which may die. */
class FeedWriterTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Corrections.Order BY_CLERK =
            new Corrections.Order("key:clerk", "as they said at the counter", false);

    @Test
    void everyChangeIsThereOnceInTheOrderInWhichItWasCommitted() {
        try (TestHub hub = TestHub.start();
                Committed committed = new Committed(hub)) {
            for (int i = 0; i < 30; i++) {
                hub.apply(visits(i, 7));
            }
            hub.apply(together("C-1", "C-2"), together("C-3", "C-4"));
            hub.apply(visits(0, 11));

            List<Entry> feed = followed(hub, committed);

            assertThat(feed.getFirst().seq()).isEqualTo(1);
            assertThat(feed).extracting(e -> e.change().at()).isSorted();
            MeterRegistry registry = hub.get(MeterRegistry.class);
            assertThat(
                            registry.get("musubi.feed.entries").counters().stream()
                                    .mapToDouble(c -> c.count())
                                    .sum())
                    .isEqualTo(feed.size());
            assertThat(registry.get("musubi.feed.owner").gauge().value()).isEqualTo(1);
            assertThat(registry.get("musubi.feed.lag").gauge().value()).isBetween(0.0, 30.0);
        }
    }

    @Test
    void aMergeByARuleIsToldBeforeTheProfileThatItWrote() {
        try (TestHub hub = TestHub.start();
                Committed committed = new Committed(hub)) {
            hub.apply(visit("A-1"));
            hub.apply(visit("A-2"));
            String one = card(hub, "A-1");
            String two = card(hub, "A-2");
            JsonNode proof = together("A-1", "A-2");
            hub.apply(proof);

            List<Entry> feed = followed(hub, committed);

            Change merge = feed.get(feed.size() - 2).change();
            assertThat(merge.at()).isNotNull();
            assertThat(merge)
                    .isEqualTo(
                            new Change(
                                    Type.MERGED,
                                    one,
                                    null,
                                    List.of(two),
                                    "same-event",
                                    "rules",
                                    StoredEvent.key(
                                            proof.path("source").asText(),
                                            proof.path("id").asText()),
                                    merge.at()));
            assertThat(feed.getLast().change())
                    .extracting(Change::type, Change::profile)
                    .containsExactly(Type.CHANGED, one);
        }
    }

    @Test
    void whatAPersonMergesAndSplitsIsTold() {
        try (TestHub hub = TestHub.start();
                Committed committed = new Committed(hub)) {
            hub.apply(visit("P-1"));
            hub.apply(visit("P-2"));
            String one = card(hub, "P-1");
            String two = card(hub, "P-2");
            Corrections corrections = hub.get(Corrections.class);

            String merged = corrections.merge(one, two, BY_CLERK).decision();
            String split =
                    corrections
                            .split(one, List.of(List.of(new Node("loyalty_id:P2"))), BY_CLERK)
                            .decision();

            List<Entry> feed = followed(hub, committed);
            assertThat(feed.stream().map(Entry::change).filter(c -> !c.ofOneProfile()))
                    .extracting(
                            Change::type,
                            Change::profile,
                            Change::others,
                            Change::rule,
                            Change::actor,
                            Change::cause)
                    .containsExactly(
                            tuple(Type.MERGED, one, List.of(two), "operator", "key:clerk", merged),
                            tuple(Type.SPLIT, one, List.of(two), "operator", "key:clerk", split));
            assertThat(feed.subList(feed.size() - 2, feed.size()))
                    .extracting(e -> e.change().type(), e -> e.change().profile())
                    .containsExactlyInAnyOrder(tuple(Type.CHANGED, one), tuple(Type.CHANGED, two));
        }
    }

    @Test
    void ofTwoHubsBesideEachOtherOneWritesAndBothAnswer() {
        try (TestHub one = TestHub.start();
                TestHub other = one.beside();
                Committed committed = new Committed(one)) {
            for (int i = 0; i < 15; i++) {
                one.append(TestHub.TRUSTED, visits(i, 9));
                other.append(TestHub.TRUSTED, visits(i, 13));
            }
            one.apply(together("C-1", "C-2"));
            other.apply(visits(100, 5));

            List<Entry> feed = followed(one, committed);

            assertThat(all(other)).isEqualTo(feed);
            assertThat(gauge(one, "musubi.feed.owner") + gauge(other, "musubi.feed.owner"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aHubThatDiesMidwayIsFollowedByAnotherAndNothingIsLostOrDoubled() {
        TestHub first = TestHub.start();
        await().atMost(LONG).until(() -> gauge(first, "musubi.feed.owner") == 1);
        try (TestHub second = first.beside();
                Committed committed = new Committed(second)) {
            for (int i = 0; i < 40; i++) {
                second.append(TestHub.TRUSTED, visits(i, 10));
                if (i == 20) {
                    await().atMost(LONG).until(() -> !all(second).isEmpty());
                    first.forget();
                }
            }
            second.apply(together("C-1", "C-2"));

            followed(second, committed);
            second.apply(visits(1000, 3));
            followed(second, committed);
        }
    }

    @Test
    void whoFollowsPageByPageWhileChangesPourInMissesNothing() {
        try (TestHub hub = TestHub.start();
                Committed committed = new Committed(hub)) {
            AtomicBoolean quiet = new AtomicBoolean();
            CompletableFuture<List<Entry>> reader =
                    CompletableFuture.supplyAsync(
                            () -> {
                                List<Entry> read = new ArrayList<>();
                                Long seq = null;
                                boolean more = true;
                                while (more) {
                                    boolean lastLook = quiet.get();
                                    Page page = hub.get(Changes.class).after(seq, 5);
                                    read.addAll(page.entries());
                                    seq = page.end();
                                    more = !lastLook || !page.entries().isEmpty();
                                }
                                return read;
                            });
            for (int i = 0; i < 30; i++) {
                hub.apply(visits(i, 12));
            }
            hub.apply(together("C-1", "C-2"));
            List<Entry> feed = followed(hub, committed);
            quiet.set(true);

            assertThat(reader.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join())
                    .isEqualTo(feed);
        }
    }

    @Test
    void entriesAreWrittenOnlyWhereTheFeedEndsAndOnlyTogetherWithItsPosition() {
        try (TestHub hub = TestHub.start(Map.of("musubi.feed.worker", "false"));
                Transactions transactions = new Transactions(hub.get(DocumentStore.class))) {
            EntryStore store = hub.get(EntryStore.class);
            Position start = store.hold("me").orElseThrow();
            Position next = new Position(start.token(), 1, start.at());
            List<Change> one = List.of(Change.written(Type.CREATED, "p", 1, start.at()));

            assertThatThrownBy(
                            () ->
                                    transactions.run(
                                            tx -> {
                                                store.write(tx, "me", start, next, one);
                                                throw new IllegalArgumentException("died");
                                            }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(all(hub)).isEmpty();
            assertThat(write(transactions, store, "me", start, next, one)).isTrue();
            assertThat(write(transactions, store, "me", start, next, one)).as("again").isFalse();
            Position third = new Position(start.token(), 2, start.at());
            assertThat(write(transactions, store, "you", next, third, one))
                    .as("no lease")
                    .isFalse();
            take(hub, "you");
            assertThat(write(transactions, store, "me", next, third, one)).as("lost").isFalse();
            assertThat(write(transactions, store, "you", next, third, one)).isTrue();

            assertThat(all(hub)).extracting(Entry::seq).containsExactly(1L, 2L);
        }
    }

    @Test
    void whatChangesWhileNobodyWritesIsWrittenLater() {
        try (TestHub hub = TestHub.start(Map.of("musubi.feed.worker", "false"));
                Committed committed = new Committed(hub)) {
            hub.apply(visits(0, 10));
            hub.apply(together("C-1", "C-2"));
            assertThat(all(hub)).isEmpty();

            hub.get(DocumentStore.class)
                    .collection("projections")
                    .updateOne(new Document("_id", "feed"), unset("until"));
            try (FeedWriter late =
                    new FeedWriter(
                            hub.get(DocumentStore.class),
                            hub.get(EntryStore.class),
                            hub.get(CommittedStore.class),
                            hub.get(MeterRegistry.class),
                            java.time.Clock.systemUTC())) {
                late.start();

                followed(hub, committed);
            }
        }
    }

    @Test
    void whoHasLostTheLeaseWritesOnOnceItIsFreeAgain() {
        try (TestHub hub = TestHub.start();
                Committed committed = new Committed(hub)) {
            hub.apply(visits(0, 5));
            followed(hub, committed);

            take(hub, "somebody else");
            hub.apply(visits(5, 5));

            followed(hub, committed);
        }
    }

    @Test
    void whereHistoryIsLostAnEntrySaysSoAndTheFeedGoesOn() {
        try (TestHub hub = TestHub.start();
                Committed before = new Committed(hub)) {
            hub.apply(visits(0, 5));
            List<Entry> known = followed(hub, before);

            moveTokenToAnotherHistory(hub);
            await().atMost(LONG).until(() -> all(hub).getLast().change().type() == Type.LOST);
            assertThat(all(hub)).hasSize(known.size() + 1).startsWith(known.toArray(Entry[]::new));

            try (Committed after = new Committed(hub)) {
                hub.apply(visits(0, 5));
                await().atMost(LONG)
                        .untilAsserted(
                                () ->
                                        after.assertToldBy(
                                                all(hub).stream()
                                                        .skip(known.size() + 1L)
                                                        .toList()));
            }
            assertThat(all(hub).stream().filter(e -> e.change().type() == Type.LOST)).hasSize(1);
        }
    }

    @Test
    void entriesAreKeptForAsLongAsIsSetAndThatCanBeSetAnew() {
        try (TestHub hub = TestHub.start()) {
            assertThat(kept(hub)).isEqualTo(Duration.ofDays(30));

            hub.get(EntryStore.class)
                    .prepare(
                            Duration.ofDays(7),
                            () -> {
                                throw new AssertionError("the feed has begun before");
                            },
                            Instant.EPOCH);

            assertThat(kept(hub)).isEqualTo(Duration.ofDays(7));
        }
    }

    private static Duration kept(TestHub hub) {
        for (Document index :
                hub.get(DocumentStore.class).collection("profileChanges").listIndexes()) {
            if (index.get("expireAfterSeconds") instanceof Number seconds) {
                return Duration.ofSeconds(seconds.longValue());
            }
        }
        throw new AssertionError("nothing is ever taken away");
    }

    private static boolean write(
            Transactions transactions,
            EntryStore store,
            String owner,
            Position from,
            Position to,
            List<Change> changes) {
        try {
            return transactions.run(
                    tx -> {
                        store.write(tx, owner, from, to, changes);
                        return true;
                    });
        } catch (WrittenElsewhere refused) {
            return false;
        }
    }

    /** The whole feed, once it tells all that was committed. */
    private static List<Entry> followed(TestHub hub, Committed committed) {
        await().atMost(LONG).untilAsserted(() -> committed.assertToldBy(all(hub)));
        return all(hub);
    }

    private static List<Entry> all(TestHub hub) {
        List<Entry> all = new ArrayList<>();
        Page page = hub.get(Changes.class).after(null, 100);
        while (!page.entries().isEmpty()) {
            all.addAll(page.entries());
            page = hub.get(Changes.class).after(page.end(), 100);
        }
        return all;
    }

    private static List<JsonNode> visits(int from, int number) {
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            events.add(visit("C-" + (from + i) % 40));
        }
        return events;
    }

    private static JsonNode visit(String card) {
        return anEvent("store.visited").of("loyalty_id", card).build();
    }

    private static JsonNode together(String one, String other) {
        return anEvent("profile.identified").of("loyalty_id", one).of("loyalty_id", other).build();
    }

    private static String card(TestHub hub, String number) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, number, false))
                .orElseThrow()
                .id();
    }

    private static double gauge(TestHub hub, String name) {
        return hub.get(MeterRegistry.class).get(name).gauge().value();
    }

    private static void take(TestHub hub, String owner) {
        hub.get(DocumentStore.class)
                .collection("projections")
                .updateOne(
                        new Document("_id", "feed"),
                        new Document(
                                "$set",
                                new Document("owner", owner)
                                        .append("until", Date.from(Instant.now().plusSeconds(8)))));
    }

    private static Document unset(String field) {
        return new Document("$unset", new Document(field, ""));
    }

    /** The token of a change that this oplog never had: its time is made another. */
    private static void moveTokenToAnotherHistory(TestHub hub) {
        DocumentStore store = hub.get(DocumentStore.class);
        Document position =
                store.collection("projections").find(new Document("_id", "feed")).first();
        String data = position.get("token", Document.class).getString("_data");
        store.collection("projections")
                .updateOne(
                        new Document("_id", "feed"),
                        new Document(
                                "$set",
                                new Document(
                                        "token._data",
                                        data.substring(0, 2) + "00000001" + data.substring(10))));
    }
}
