package dev.musubi.feed;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Lease;
import dev.musubi.platform.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code profileChanges}, one document an entry, kept for a time; and how far the
 * history has been written to it, with the lease on writing.
 */
final class EntryStore {

    private static final String COLLECTION = "profileChanges";
    private static final String WORK = "feed";
    private static final String ID = "_id";
    private static final String TYPE = "type";
    private static final String PROFILE = "profile";
    private static final String VERSION = "version";
    private static final String OTHERS = "others";
    private static final String RULE = "rule";
    private static final String ACTOR = "actor";
    private static final String CAUSE = "cause";
    private static final String AT = "at";
    private static final String TOKEN = "token";
    private static final String SEQ = "seq";
    private static final int OTHER_INDEX_OPTIONS = 85;

    /**
     * How far the feed reaches.
     *
     * @param token where the change stream goes on
     * @param seq number of the last entry, 0 before the first
     * @param at when the change of that entry was committed
     */
    record Position(BsonDocument token, long seq, Instant at) {}

    /** What was read is not from where the entries end: another hub has written on. */
    static final class WrittenElsewhere extends RuntimeException {}

    private final DocumentStore documents;
    private final MongoCollection<Document> entries;
    private final MongoCollection<Document> positions;
    private final Lease lease;

    /**
     * @param term how long the writing stays with an owner that says nothing
     */
    EntryStore(DocumentStore store, Duration term) {
        this.documents = store;
        this.entries = store.collection(COLLECTION);
        this.positions = store.collection(Lease.COLLECTION);
        this.lease = new Lease(store, WORK, term);
    }

    /**
     * Makes the feed where there is none: it begins at this moment, before this hub answers
     * anybody.
     *
     * @param keep for how long entries are kept
     * @param now the token of this moment
     */
    void prepare(Duration keep, Supplier<BsonDocument> now, Instant at) {
        keep(keep);
        lease.prepare();
        Bson unwritten = and(eq(ID, WORK), exists(TOKEN, false));
        if (positions.countDocuments(unwritten) > 0) {
            positions.updateOne(
                    unwritten,
                    combine(set(TOKEN, now.get()), set(SEQ, 0L), set(AT, Date.from(at))));
        }
    }

    private void keep(Duration keep) {
        try {
            entries.createIndex(
                    ascending(AT),
                    new IndexOptions().expireAfter(keep.toSeconds(), TimeUnit.SECONDS));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != OTHER_INDEX_OPTIONS) {
                throw e;
            }
            documents
                    .database()
                    .runCommand(
                            new Document("collMod", COLLECTION)
                                    .append(
                                            "index",
                                            new Document("keyPattern", new Document(AT, 1))
                                                    .append(
                                                            "expireAfterSeconds",
                                                            keep.toSeconds())));
        }
    }

    /** Takes or renews the lease; empty where somebody else has it. */
    Optional<Position> hold(String owner) {
        return lease.hold(owner).map(EntryStore::position);
    }

    private static Position position(Document d) {
        return new Position(
                d.get(TOKEN, Document.class).toBsonDocument(),
                d.getLong(SEQ),
                d.getDate(AT).toInstant());
    }

    void leave(String owner) {
        lease.leave(owner);
    }

    /**
     * Writes what came between two positions.
     *
     * @param added as many changes as the positions are apart
     * @throws WrittenElsewhere where the feed does not end at the first of them, or the lease is
     *     lost
     */
    void write(
            Transaction transaction, String owner, Position from, Position to, List<Change> added) {
        long moved =
                positions
                        .updateOne(
                                transaction.session(),
                                and(
                                        lease.ownedBy(owner),
                                        eq(TOKEN, from.token()),
                                        eq(SEQ, from.seq())),
                                combine(
                                        set(TOKEN, to.token()),
                                        set(SEQ, to.seq()),
                                        set(AT, Date.from(to.at()))))
                        .getMatchedCount();
        if (moved != 1) {
            throw new WrittenElsewhere();
        }
        List<Document> documents = new ArrayList<>();
        long seq = from.seq();
        for (Change change : added) {
            documents.add(document(++seq, change));
        }
        if (!documents.isEmpty()) {
            entries.insertMany(transaction.session(), documents);
        }
    }

    /** Number of the newest entry, kept or not; 0 before the first. */
    long last() {
        Document position = positions.find(eq(ID, WORK)).first();
        return position == null ? 0 : position.getLong(SEQ);
    }

    /** Entries after the number, or the oldest that are kept, ascending. */
    List<Entry> after(@Nullable Long seq, int limit) {
        return entries.find(seq == null ? new Document() : gt(ID, seq))
                .sort(ascending(ID))
                .limit(limit)
                .batchSize(limit + 1)
                .map(EntryStore::entry)
                .into(new ArrayList<>());
    }

    private static Document document(long seq, Change change) {
        Document document = new Document(ID, seq).append(TYPE, change.type().wire());
        putIfPresent(document, PROFILE, change.profile());
        putIfPresent(document, VERSION, change.version());
        putIfPresent(document, OTHERS, change.others().isEmpty() ? null : change.others());
        putIfPresent(document, RULE, change.rule());
        putIfPresent(document, ACTOR, change.actor());
        putIfPresent(document, CAUSE, change.cause());
        return document.append(AT, Date.from(change.at()));
    }

    private static void putIfPresent(Document document, String field, @Nullable Object value) {
        if (value != null) {
            document.append(field, value);
        }
    }

    private static Entry entry(Document d) {
        return new Entry(
                d.getLong(ID),
                new Change(
                        Change.Type.ofWire(d.getString(TYPE)),
                        d.getString(PROFILE),
                        d.getLong(VERSION),
                        d.getList(OTHERS, String.class, List.of()),
                        d.getString(RULE),
                        d.getString(ACTOR),
                        d.getString(CAUSE),
                        d.getDate(AT).toInstant()));
    }
}
