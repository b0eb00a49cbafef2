package dev.musubi.feed;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.OperationType;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.History;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.profile.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was committed of profiles, and of their merges and splits, by one change stream over
 * both collections: only so there is one order.
 */
final class CommittedStore {

    private static final Logger LOG = LoggerFactory.getLogger(CommittedStore.class);
    private static final String PROFILES = "profiles";
    private static final String NOTICES = "notices";
    private static final String FULL = "fullDocument.";
    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String RETIRED = "retired";
    private static final String KIND = "kind";
    private static final String PROFILE = "profile";
    private static final String OTHERS = "others";
    private static final String RULE = "rule";
    private static final String ACTOR = "actor";
    private static final String CAUSE = "cause";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(1);
    private static final int BATCH = 2_000;

    private static final Set<OperationType> WRITES =
            Set.of(OperationType.INSERT, OperationType.REPLACE, OperationType.UPDATE);

    private final DocumentStore store;

    CommittedStore(DocumentStore store) {
        store.collection(PROFILES);
        store.collection(NOTICES);
        this.store = store;
    }

    /**
     * Goes on after the token.
     *
     * @throws History.Lost where the server no longer has what follows the token
     */
    Stream after(BsonDocument token) {
        return History.asked(() -> new Stream(watch().resumeAfter(token).cursor()));
    }

    /** A token of this moment. */
    BsonDocument now() {
        try (Stream stream = History.asked(() -> new Stream(watch().cursor()))) {
            History.asked(stream.cursor::tryNext);
            BsonDocument now = stream.token();
            if (now == null) {
                throw new StoreAway("MongoDB does not say where it is", SOON, null);
            }
            return now;
        }
    }

    private ChangeStreamIterable<Document> watch() {
        // The end of a collection ends what is known, and must be seen.
        Bson wanted =
                Filters.or(
                        Filters.and(
                                Filters.in("ns.coll", PROFILES, NOTICES),
                                Filters.in(
                                        "operationType",
                                        "insert",
                                        "replace",
                                        "update",
                                        "drop",
                                        "rename")),
                        Filters.in("operationType", "dropDatabase", "invalidate"));
        List<String> fields =
                new ArrayList<>(
                        List.of("operationType", "ns", "documentKey", "clusterTime", "wallTime"));
        for (String field :
                List.of(ID, VERSION, RETIRED, KIND, PROFILE, OTHERS, RULE, ACTOR, CAUSE)) {
            fields.add(FULL + field);
        }
        return store.database()
                .watch(
                        List.of(
                                Aggregates.match(wanted),
                                Aggregates.project(Projections.include(fields))))
                // Only an update has to be looked up; the hub itself inserts and replaces.
                .fullDocument(FullDocument.UPDATE_LOOKUP)
                .batchSize(BATCH)
                .maxAwaitTime(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Changes in the order in which they were committed. Not thread safe. */
    static final class Stream implements AutoCloseable {
        private final MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor;

        private Stream(MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor) {
            this.cursor = cursor;
        }

        /** The next change that is there already; nothing where there is none. */
        @Nullable Change next() {
            ChangeStreamDocument<Document> change = History.asked(cursor::tryNext);
            while (change != null) {
                if (!WRITES.contains(change.getOperationType())) {
                    throw new History.Lost(null);
                }
                Change read = read(change);
                if (read != null) {
                    return read;
                }
                change = History.asked(cursor::tryNext);
            }
            return null;
        }

        /** After the last change that {@link #next} gave, or further where nothing lies between. */
        @Nullable BsonDocument token() {
            return cursor.getResumeToken();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    /** One document that cannot be read must not keep the others out of the feed. */
    private static @Nullable Change read(ChangeStreamDocument<Document> change) {
        try {
            Document document = change.getFullDocument();
            boolean notice =
                    change.getNamespace() != null
                            && change.getNamespace().getCollectionName().equals(NOTICES);
            // Without a document, it was looked up and is no more.
            return document == null
                    ? null
                    : notice ? told(change, document) : written(change, document);
        } catch (RuntimeException e) {
            LOG.error("a change is not in the feed: {}", e.getClass().getSimpleName());
            return null;
        }
    }

    /** A profile that was merged away is told of by the merge. */
    private static @Nullable Change written(ChangeStreamDocument<Document> change, Document d) {
        if (d.getBoolean(RETIRED, false)) {
            return null;
        }
        return Change.written(
                change.getOperationType() == OperationType.INSERT
                        ? Change.Type.CREATED
                        : Change.Type.CHANGED,
                d.getString(ID),
                d.getLong(VERSION),
                at(change));
    }

    private static @Nullable Change told(ChangeStreamDocument<Document> change, Document d) {
        if (change.getOperationType() != OperationType.INSERT) {
            return null;
        }
        return new Change(
                d.getString(KIND).equals(Notice.Kind.SPLIT.wire())
                        ? Change.Type.SPLIT
                        : Change.Type.MERGED,
                d.getString(PROFILE),
                null,
                d.getList(OTHERS, String.class),
                d.getString(RULE),
                d.getString(ACTOR),
                d.getString(CAUSE),
                at(change));
    }

    private static Instant at(ChangeStreamDocument<Document> change) {
        if (change.getWallTime() != null) {
            return Instant.ofEpochMilli(change.getWallTime().getValue());
        }
        return change.getClusterTime() == null
                ? Instant.EPOCH
                : Instant.ofEpochSecond(change.getClusterTime().getTime());
    }
}
