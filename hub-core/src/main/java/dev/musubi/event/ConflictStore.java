package dev.musubi.event;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.descending;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code conflicts}: events whose id another content had taken, each content once.
 */
final class ConflictStore {

    private static final String ID = "_id";
    private static final String EVENT = "event";
    private static final String SENDER = "sender";
    private static final String RECEIVED_AT = "receivedAt";
    private static final String BODY = "body";

    private final MongoCollection<Document> conflicts;

    ConflictStore(DocumentStore store) {
        this.conflicts = store.collection("conflicts");
    }

    void prepare() {
        conflicts.createIndex(descending(RECEIVED_AT, ID));
    }

    void keep(Arrival arrival) {
        String id = arrival.key() + "|" + HexFormat.of().formatHex(arrival.event().hash());
        try {
            conflicts.replaceOne(
                    eq(ID, id),
                    new Document(ID, id)
                            .append(EVENT, arrival.key())
                            .append(SENDER, arrival.sender())
                            .append(RECEIVED_AT, Date.from(arrival.receivedAt()))
                            .append(BODY, arrival.body()),
                    new ReplaceOptions().upsert(true));
        } catch (MongoException e) {
            throw new StoreAway("MongoDB did not take the conflict", Duration.ofSeconds(2), e);
        }
    }

    List<Conflict> list(@Nullable Position before, int limit) {
        Bson filter = new Document();
        if (before != null) {
            Date at = Date.from(before.time());
            filter = or(lt(RECEIVED_AT, at), and(eq(RECEIVED_AT, at), lt(ID, before.key())));
        }
        return conflicts
                .find(filter)
                .sort(descending(RECEIVED_AT, ID))
                .limit(limit)
                .map(
                        d ->
                                new Conflict(
                                        d.getString(ID),
                                        d.getString(EVENT),
                                        d.getString(SENDER),
                                        d.getDate(RECEIVED_AT).toInstant(),
                                        d.getString(BODY)))
                .into(new ArrayList<>());
    }
}
