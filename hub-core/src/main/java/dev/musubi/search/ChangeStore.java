package dev.musubi.search;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.History;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The change stream of a collection whose ids are texts: which documents changed, in order. */
final class ChangeStore {

    private static final int BATCH = 1_000;
    private static final Duration PATIENCE = Duration.ofMillis(1);

    private static final Set<OperationType> OF_A_DOCUMENT =
            Set.of(
                    OperationType.INSERT,
                    OperationType.UPDATE,
                    OperationType.REPLACE,
                    OperationType.DELETE);

    private final MongoCollection<Document> collection;

    ChangeStore(DocumentStore store, String collection) {
        this.collection = store.collection(collection);
    }

    /** One document changed. */
    record Change(String id, Instant at, BsonDocument token) {}

    /** About how many documents there are. */
    long documents() {
        return History.asked(() -> collection.estimatedDocumentCount());
    }

    /**
     * Goes on after the token; without one, from now.
     *
     * @throws History.Lost where the server no longer has what follows the token
     */
    Changes after(@Nullable BsonDocument token) {
        ChangeStreamIterable<Document> stream =
                collection
                        .watch(
                                List.of(
                                        Aggregates.project(
                                                Projections.include(
                                                        "operationType",
                                                        "documentKey",
                                                        "clusterTime",
                                                        "wallTime"))))
                        .batchSize(BATCH)
                        .maxAwaitTime(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return History.asked(
                () ->
                        new Changes(
                                token == null
                                        ? stream.cursor()
                                        : stream.resumeAfter(token).cursor()));
    }

    /** Changes as they come. Not thread safe. */
    static final class Changes implements AutoCloseable {
        private final MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor;

        private Changes(MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor) {
            this.cursor = cursor;
        }

        /** The next change that is there already; nothing where there is none. */
        @Nullable Change next() {
            ChangeStreamDocument<Document> change = History.asked(cursor::tryNext);
            if (change == null) {
                return null;
            }
            BsonDocument key = change.getDocumentKey();
            if (key == null || !OF_A_DOCUMENT.contains(change.getOperationType())) {
                // The collection itself was dropped or renamed.
                throw new History.Lost(null);
            }
            return new Change(key.getString("_id").getValue(), at(change), change.getResumeToken());
        }

        /** Whether {@link #next} has an answer without asking. */
        boolean hasMore() {
            return cursor.available() > 0;
        }

        /** Where the stream is now, changes of others included; absent before it has answered. */
        @Nullable BsonDocument token() {
            return cursor.getResumeToken();
        }

        private static Instant at(ChangeStreamDocument<Document> change) {
            if (change.getWallTime() != null) {
                return Instant.ofEpochMilli(change.getWallTime().getValue());
            }
            return change.getClusterTime() == null
                    ? Instant.EPOCH
                    : Instant.ofEpochSecond(change.getClusterTime().getTime());
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
