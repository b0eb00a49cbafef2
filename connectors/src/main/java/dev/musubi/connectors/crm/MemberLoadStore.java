package dev.musubi.connectors.crm;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.musubi.platform.DocumentStore;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The collection {@code memberLoads}: one document a source, with the date of the file that was
 * begun last and that of the newest full file taken.
 */
final class MemberLoadStore {
    private static final String ID = "_id";
    private static final String FILE = "file";
    private static final String AS_OF = "asOf";
    private static final String LAST_FULL = "lastFull";

    private final MongoCollection<Document> loads;

    MemberLoadStore(DocumentStore documents) {
        this.loads = documents.collection("memberLoads");
    }

    /**
     * The date that a file counts as: this one, or that of the first attempt where the same bytes
     * were begun last. So a load that was broken off goes on under the date it had, and its events
     * are the same.
     *
     * @param file hash of its bytes
     */
    Instant begin(String source, String file, Instant asOf) {
        return MemberSnapshotStore.reached(
                () -> {
                    var before = loads.find(eq(ID, source)).first();
                    if (before != null && file.equals(before.getString(FILE))) {
                        return before.getDate(AS_OF).toInstant();
                    }
                    set(
                            source,
                            Updates.combine(
                                    Updates.set(FILE, file), Updates.set(AS_OF, Date.from(asOf))));
                    return asOf;
                });
    }

    /** The date of the newest full file taken; the beginning of time before the first. */
    Instant lastFull(String source) {
        return MemberSnapshotStore.reached(
                () -> {
                    var load = loads.find(eq(ID, source)).first();
                    var date = load == null ? null : load.getDate(LAST_FULL);
                    return date == null ? Instant.EPOCH : date.toInstant();
                });
    }

    /** Notes that a full file was taken as a whole. */
    boolean full(String source, Instant asOf) {
        return MemberSnapshotStore.reached(
                () -> set(source, Updates.max(LAST_FULL, Date.from(asOf))));
    }

    private boolean set(String source, Bson update) {
        return loads.updateOne(eq(ID, source), update, new UpdateOptions().upsert(true))
                .wasAcknowledged();
    }
}
