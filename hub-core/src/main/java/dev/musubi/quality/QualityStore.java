package dev.musubi.quality;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BsonField;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Lease;
import dev.musubi.platform.Transaction;
import dev.musubi.quality.Lateness.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The collections {@code sources}, one document a source, and {@code sourceDays}, one a source and
 * day; and how far the log has been counted, with the lease on counting it.
 */
final class QualityStore {

    /** Days are kept for so long. */
    static final int DAYS_KEPT = 100;

    private static final String WORK = "quality";
    private static final String ID = "_id";
    private static final String SOURCE = "source";
    private static final String DAY = "day";
    private static final String EVENTS = "events";
    private static final String PERSON = "person";
    private static final String THINGS = "things";
    private static final String LATE = "late";
    private static final String NEWEST = "newest";
    private static final String TOKEN = "token";
    private static final String SINCE = "since";

    /**
     * How far the log is counted.
     *
     * @param token where the change stream goes on; absent before the first count
     */
    record Position(@Nullable BsonDocument token) {}

    /**
     * A source that events came from.
     *
     * @param events how many were ever counted
     * @param newest when the newest was taken; absent where none was counted
     */
    record Known(String source, long events, @Nullable Instant newest) {
        static Known never(String source) {
            return new Known(source, 0, null);
        }
    }

    /** What was counted is not from where the sums end: another hub has counted on. */
    static final class CountedElsewhere extends RuntimeException {}

    private final MongoCollection<Document> sources;
    private final MongoCollection<Document> days;
    private final MongoCollection<Document> positions;
    private final Lease lease;

    /**
     * @param term how long the counting stays with an owner that says nothing
     */
    QualityStore(DocumentStore store, Duration term) {
        this.sources = store.collection("sources");
        this.days = store.collection("sourceDays");
        this.positions = store.collection(Lease.COLLECTION);
        this.lease = new Lease(store, WORK, term);
    }

    void prepare() {
        sources.createIndex(descending(EVENTS));
        days.createIndex(ascending(SOURCE, DAY));
        days.createIndex(
                ascending(DAY), new IndexOptions().expireAfter((long) DAYS_KEPT, TimeUnit.DAYS));
        lease.prepare();
    }

    /** Takes or renews the lease; empty where somebody else has it. */
    Optional<Position> hold(String owner) {
        return lease.hold(owner).map(QualityStore::position);
    }

    private static Position position(Document d) {
        Document token = d.get(TOKEN, Document.class);
        return new Position(token == null ? null : token.toBsonDocument());
    }

    void leave(String owner) {
        lease.leave(owner);
    }

    /** Counts from here, whatever was before; false where the lease is lost. */
    boolean begin(String owner, BsonDocument token, Instant now) {
        return positions
                        .updateOne(
                                lease.ownedBy(owner),
                                combine(set(TOKEN, token), set(SINCE, Date.from(now))))
                        .getMatchedCount()
                == 1;
    }

    /** Since when no event is missing; absent before the first count. */
    @Nullable Instant countedSince() {
        Document position = positions.find(eq(ID, WORK)).first();
        Date since = position == null ? null : position.getDate(SINCE);
        return since == null ? null : since.toInstant();
    }

    /**
     * Adds what came between two places of the log.
     *
     * @throws CountedElsewhere where the sums do not end at the first of them, or the lease is lost
     */
    void add(Transaction transaction, String owner, BsonDocument from, BsonDocument to, Sums sums) {
        long moved =
                positions
                        .updateOne(
                                transaction.session(),
                                and(lease.ownedBy(owner), eq(TOKEN, from)),
                                set(TOKEN, to))
                        .getMatchedCount();
        if (moved != 1) {
            throw new CountedElsewhere();
        }
        if (sums.events() == 0) {
            return;
        }
        Map<String, Long> events = new HashMap<>();
        List<WriteModel<Document>> writes = new ArrayList<>();
        sums.byDay()
                .forEach(
                        (day, counts) -> {
                            events.merge(day.source(), counts.events(), Long::sum);
                            writes.add(upsert(day.source() + "|" + day.day(), update(day, counts)));
                        });
        BulkWriteOptions unordered = new BulkWriteOptions().ordered(false);
        days.bulkWrite(transaction.session(), writes, unordered);
        List<WriteModel<Document>> totals = new ArrayList<>();
        sums.newest()
                .forEach(
                        (source, newest) ->
                                totals.add(
                                        upsert(
                                                source,
                                                new Document(
                                                                "$inc",
                                                                new Document(
                                                                        EVENTS, events.get(source)))
                                                        .append(
                                                                "$max",
                                                                new Document(
                                                                        NEWEST,
                                                                        Date.from(newest))))));
        sources.bulkWrite(transaction.session(), totals, unordered);
    }

    private static WriteModel<Document> upsert(String id, Document update) {
        return new UpdateOneModel<>(eq(ID, id), update, new UpdateOptions().upsert(true));
    }

    private static Document update(Sums.Day day, Counts counts) {
        Document more =
                new Document(EVENTS, counts.events())
                        .append(PERSON, counts.withPerson())
                        .append(THINGS, counts.aboutThings());
        for (Bucket bucket : Bucket.values()) {
            if (counts.lateness().in(bucket) > 0) {
                more.append(field(bucket), counts.lateness().in(bucket));
            }
        }
        return new Document("$inc", more)
                .append(
                        "$setOnInsert",
                        new Document(SOURCE, day.source()).append(DAY, start(day.day())));
    }

    /** The sources with most events ever, most first. */
    List<Known> busiest(int limit) {
        return sources.find()
                .sort(descending(EVENTS))
                .limit(limit)
                .map(
                        d ->
                                new Known(
                                        d.getString(ID),
                                        d.getLong(EVENTS),
                                        d.getDate(NEWEST).toInstant()))
                .into(new ArrayList<>());
    }

    /** What came of these sources since the start of that day; who sent nothing is left out. */
    Map<String, Counts> counts(Collection<String> names, LocalDate from) {
        List<BsonField> sums = new ArrayList<>();
        for (String field : List.of(EVENTS, PERSON, THINGS)) {
            sums.add(Accumulators.sum(field, "$" + field));
        }
        for (Bucket bucket : Bucket.values()) {
            sums.add(Accumulators.sum(bucket.wire(), "$" + field(bucket)));
        }
        Map<String, Counts> counts = new HashMap<>();
        days.aggregate(
                        List.of(
                                Aggregates.match(and(in(SOURCE, names), gte(DAY, start(from)))),
                                Aggregates.group("$" + SOURCE, sums)))
                .forEach(d -> counts.put(d.getString(ID), counts(d)));
        return counts;
    }

    /** Events by day since the start of that day; days without any are left out. */
    Map<String, Map<LocalDate, Long>> byDay(Collection<String> names, LocalDate from) {
        Map<String, Map<LocalDate, Long>> byDay = new HashMap<>();
        days.find(and(in(SOURCE, names), gte(DAY, start(from))))
                .projection(include(SOURCE, DAY, EVENTS))
                .forEach(
                        d ->
                                byDay.computeIfAbsent(d.getString(SOURCE), _ -> new HashMap<>())
                                        .put(
                                                LocalDate.ofInstant(
                                                        d.getDate(DAY).toInstant(), ZoneOffset.UTC),
                                                number(d, EVENTS)));
        return byDay;
    }

    private static Counts counts(Document d) {
        Map<Bucket, Long> late = new EnumMap<>(Bucket.class);
        for (Bucket bucket : Bucket.values()) {
            long events = number(d, bucket.wire());
            if (events > 0) {
                late.put(bucket, events);
            }
        }
        return new Counts(
                number(d, EVENTS), number(d, PERSON), number(d, THINGS), new Lateness(late));
    }

    /** A sum of nothing is an int. */
    private static long number(Document d, String field) {
        return d.get(field, Number.class).longValue();
    }

    private static String field(Bucket bucket) {
        return LATE + "." + bucket.wire();
    }

    private static Date start(LocalDate day) {
        return Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
