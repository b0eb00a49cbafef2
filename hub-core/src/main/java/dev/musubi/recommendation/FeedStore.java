package dev.musubi.recommendation;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import dev.musubi.identity.Node;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what models learn from: the events of visits and the changes of orders, the newest ones at
 * a start, and then each as it is written, by one change stream over both.
 */
final class FeedStore {

    private static final Logger LOG = LoggerFactory.getLogger(FeedStore.class);
    private static final String EVENTS = "events";
    private static final String ORDER_CHANGES = "orderChanges";
    private static final String FULL = "fullDocument";
    private static final String TYPE = "type";
    private static final Duration PATIENCE = Duration.ofMillis(1);
    private static final int BATCH = 500;

    private static final List<String> EVENT_FIELDS =
            List.of("_id", TYPE, "time", "receivedAt", "nodes", "body");
    private static final List<String> CHANGE_FIELDS =
            List.of(
                    "order",
                    "seq",
                    "at",
                    "new.event",
                    "new.channel",
                    "new.location",
                    "new.credit",
                    "new.owner",
                    "new.time",
                    "new.lines.sku",
                    "new.lines.q",
                    "new.lines.k");

    private final MongoDatabase database;
    private final MongoCollection<Document> events;
    private final MongoCollection<Document> changes;

    FeedStore(DocumentStore store) {
        this.database = store.database();
        this.events = store.collection(EVENTS);
        this.changes = store.collection(ORDER_CHANGES);
    }

    /**
     * The newest moments of visits, oldest first.
     *
     * @param among of how many of the newest events they are looked for
     */
    List<Visit> newestVisits(int limit, int among) {
        return newest(events, Filters.in(TYPE, Visit.TYPES), EVENT_FIELDS, limit, among).stream()
                .map(FeedStore::visit)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What the newest changes of orders came to, oldest first. */
    List<Purchase> newestPurchases(int limit) {
        return newest(changes, Filters.empty(), CHANGE_FIELDS, limit, limit).stream()
                .map(FeedStore::purchase)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Reads backwards in the sequence of insertion, which needs no index. */
    private static List<Document> newest(
            MongoCollection<Document> from,
            Bson filter,
            List<String> fields,
            int limit,
            int among) {
        List<Document> found =
                History.asked(
                        () ->
                                from.aggregate(
                                                List.of(
                                                        Aggregates.limit(among),
                                                        Aggregates.match(filter),
                                                        Aggregates.limit(limit),
                                                        Aggregates.project(
                                                                Projections.include(fields))))
                                        .hint(new Document("$natural", -1))
                                        .batchSize(BATCH)
                                        .into(new ArrayList<>()));
        return found.reversed();
    }

    /**
     * Goes on after the token; without one, from now.
     *
     * @throws History.Lost where the server no longer has what follows the token
     */
    Changes after(@Nullable BsonDocument token) {
        ChangeStreamIterable<Document> stream =
                database.watch(List.of(Aggregates.match(wanted()), projection()))
                        .batchSize(BATCH)
                        .maxAwaitTime(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return History.asked(
                () ->
                        new Changes(
                                token == null
                                        ? stream.cursor()
                                        : stream.resumeAfter(token).cursor()));
    }

    private static Bson wanted() {
        return Filters.and(
                Filters.eq("operationType", "insert"),
                Filters.or(
                        Filters.eq("ns.coll", ORDER_CHANGES),
                        Filters.and(
                                Filters.eq("ns.coll", EVENTS),
                                Filters.in(FULL + "." + TYPE, Visit.TYPES))));
    }

    private static Bson projection() {
        List<String> fields = new ArrayList<>(List.of("operationType", "ns"));
        EVENT_FIELDS.forEach(f -> fields.add(FULL + "." + f));
        CHANGE_FIELDS.forEach(f -> fields.add(FULL + "." + f));
        return Aggregates.project(Projections.include(fields));
    }

    /** What is written, as it is. Not thread safe. */
    static final class Changes implements AutoCloseable {
        private final MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor;

        private Changes(MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor) {
            this.cursor = cursor;
        }

        /**
         * Teaches the model what comes next, and all that is there with it.
         *
         * @return whether there is more right now
         */
        boolean next(Model model) {
            int learned = 0;
            do {
                ChangeStreamDocument<Document> change = History.asked(cursor::tryNext);
                if (change == null) {
                    return false;
                }
                learned++;
                Document document = change.getFullDocument();
                if (document == null || change.getOperationType() != OperationType.INSERT) {
                    throw new History.Lost(null);
                }
                if (Objects.requireNonNull(change.getNamespace())
                        .getCollectionName()
                        .equals(EVENTS)) {
                    visit(document).ifPresent(model::visited);
                } else {
                    purchase(document).ifPresent(model::bought);
                }
            } while (cursor.available() > 0);
            return learned >= BATCH;
        }

        /** Where the stream is now; absent before it has answered. */
        @Nullable BsonDocument token() {
            return cursor.getResumeToken();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    private static Optional<Visit> visit(Document d) {
        return read(
                d,
                () ->
                        Visit.of(
                                d.getString("_id"),
                                d.getString(TYPE),
                                d.getDate("time").toInstant(),
                                d.getDate("receivedAt").toInstant(),
                                d.getList("nodes", String.class).stream().map(Node::new).toList(),
                                d.getString("body")));
    }

    private static Optional<Purchase> purchase(Document d) {
        return read(
                d,
                () -> {
                    Document now = d.get("new", new Document());
                    Date ordered = now.getDate("time");
                    return Optional.of(
                            new Purchase(
                                    d.getString("order"),
                                    d.getLong("seq"),
                                    now.getString("event"),
                                    (ordered == null ? d.getDate("at") : ordered).toInstant(),
                                    now.get("channel", ""),
                                    now.getString("location"),
                                    now.getString("owner"),
                                    now.getBoolean("credit", false) ? List.of() : skus(now)));
                });
    }

    /** One document that cannot be read must not keep the others from being learned. */
    private static <T> Optional<T> read(Document d, Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            LOG.error("{} is not learned: {}", d.get("_id"), e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static List<String> skus(Document now) {
        return now.getList("lines", Document.class, List.of()).stream()
                .filter(l -> "product".equals(l.getString("k")))
                .filter(l -> l.get("q", Decimal128.class).bigDecimalValue().signum() > 0)
                .map(l -> l.getString("sku"))
                .toList();
    }
}
