package dev.musubi.quality;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import dev.musubi.event.StoredEvents;
import dev.musubi.identity.Node;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is counted of each event as it is stored, by a change stream over the log. */
final class TakenStore {

    private static final Logger LOG = LoggerFactory.getLogger(TakenStore.class);
    private static final String FULL = "fullDocument.";
    private static final String SOURCE = "source";
    private static final String TYPE = "type";
    private static final String TIME = "time";
    private static final String RECEIVED_AT = "receivedAt";
    private static final String HOME = "home";
    private static final String HISTORICAL = "historical";
    private static final Duration PATIENCE = Duration.ofMillis(1);
    private static final int BATCH = 2_000;

    private final MongoCollection<Document> events;

    TakenStore(DocumentStore store) {
        this.events = store.collection("events");
    }

    /**
     * Goes on after the token; without one, from now.
     *
     * @throws History.Lost where the server no longer has what follows the token
     */
    Stream after(@Nullable BsonDocument token) {
        // The end of the collection ends the stream and must be seen.
        var wanted =
                Filters.in(
                        "operationType", "insert", "drop", "rename", "dropDatabase", "invalidate");
        List<String> fields = new ArrayList<>(List.of("operationType"));
        for (String field : List.of(SOURCE, TYPE, TIME, RECEIVED_AT, HOME, HISTORICAL)) {
            fields.add(FULL + field);
        }
        ChangeStreamIterable<Document> changes =
                events.watch(
                                List.of(
                                        Aggregates.match(wanted),
                                        Aggregates.project(Projections.include(fields))))
                        .batchSize(BATCH)
                        .maxAwaitTime(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return History.asked(
                () ->
                        new Stream(
                                token == null
                                        ? changes.cursor()
                                        : changes.resumeAfter(token).cursor()));
    }

    /** Events in the order in which they were stored. Not thread safe. */
    static final class Stream implements AutoCloseable {
        private final MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor;

        private Stream(MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor) {
            this.cursor = cursor;
        }

        /** The next event that is there already; nothing where there is none. */
        @Nullable Taken next() {
            Taken taken = null;
            ChangeStreamDocument<Document> change = History.asked(cursor::tryNext);
            while (change != null) {
                Document document = change.getFullDocument();
                if (document == null || change.getOperationType() != OperationType.INSERT) {
                    throw new History.Lost(null);
                }
                taken = read(document);
                change = taken == null ? History.asked(cursor::tryNext) : null;
            }
            return taken;
        }

        /** After the last event that {@link #next} gave, or further where nothing lies between. */
        @Nullable BsonDocument token() {
            return cursor.getResumeToken();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    /** One document that cannot be read must not keep the others from being counted. */
    private static @Nullable Taken read(Document d) {
        try {
            return taken(d);
        } catch (RuntimeException e) {
            LOG.error("an event is not counted: {}", e.getClass().getSimpleName());
            return null;
        }
    }

    private static Taken taken(Document d) {
        Node home = new Node(d.getString(HOME));
        return new Taken(
                d.getString(SOURCE),
                d.getDate(TIME).toInstant(),
                d.getDate(RECEIVED_AT).toInstant(),
                home.person(),
                StoredEvents.aboutThings(d.getString(TYPE), home),
                d.getBoolean(HISTORICAL, false));
    }
}
