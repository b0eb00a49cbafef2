package dev.musubi.event;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import dev.musubi.platform.DocumentStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.Document;

/** What the log has not been rid of yet, and the room it has: both asked without counting. */
final class BacklogStore {

    /** The partial index of what waits for each follower. */
    private static final Map<Follower, String> WAITING =
            Map.of(Follower.PEOPLE, "waiting", Follower.STOCK, "receivedGoods");

    private final MongoDatabase database;
    private final MongoCollection<Document> events;

    BacklogStore(DocumentStore store) {
        this.database = store.database();
        this.events = store.collection("events");
    }

    /** When the oldest event that waits for a follower came in. */
    Optional<Instant> oldest(Follower follower) {
        return Optional.ofNullable(
                        events.find(Filters.eq(follower.field(), EventState.State.RECEIVED.wire()))
                                .projection(Projections.include("receivedAt"))
                                .hintString(WAITING.get(follower))
                                .sort(Sorts.ascending("receivedAt", "_id"))
                                .first())
                .map(event -> event.getDate("receivedAt").toInstant());
    }

    /** Bytes that MongoDB's disk has left; nothing where it does not say. */
    OptionalLong diskLeft() {
        Document stats = database.runCommand(new Document("dbStats", 1));
        return stats.get("fsTotalSize") instanceof Number total
                        && stats.get("fsUsedSize") instanceof Number used
                ? OptionalLong.of(total.longValue() - used.longValue())
                : OptionalLong.empty();
    }
}
