package dev.musubi.event;

import com.mongodb.client.MongoDatabase;
import dev.musubi.platform.DocumentStore;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.bson.Document;

/** What the log has not been rid of yet, and the room it has: both asked without counting. */
final class BacklogStore {

    private final EventStore events;
    private final MongoDatabase database;

    BacklogStore(EventStore events, DocumentStore store) {
        this.events = events;
        this.database = store.database();
    }

    /** When the oldest event that waits for any follower came in. */
    Optional<Instant> oldest() {
        return Stream.of(events.oldestReceived(), events.oldestReceivedGoods())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
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
