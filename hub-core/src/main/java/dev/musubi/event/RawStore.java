package dev.musubi.event;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * The collection {@code raws}: messages from outside as they came, each once by the hash of its
 * bytes, however many events were read from it.
 */
final class RawStore {

    private static final String MEDIA_TYPE = "mediaType";
    private static final String BYTES = "bytes";
    private static final int DUPLICATE_KEY = 11000;

    private final MongoCollection<Document> raws;

    RawStore(DocumentStore store) {
        this.raws = store.collection("raws");
    }

    /** Makes the messages durable, by the hash that events refer to them with. */
    void keep(Map<String, RawMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<Document> documents = new ArrayList<>(messages.size());
        messages.forEach(
                (hash, message) ->
                        documents.add(
                                new Document("_id", hash)
                                        .append(MEDIA_TYPE, message.mediaType())
                                        .append(BYTES, new Binary(message.bytes()))));
        try {
            raws.insertMany(documents, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            boolean kept = e.getWriteErrors().stream().allMatch(w -> w.getCode() == DUPLICATE_KEY);
            if (!kept || e.getWriteConcernError() != null) {
                throw away(e);
            }
        } catch (MongoException e) {
            throw away(e);
        }
    }

    Optional<RawMessage> find(String hash) {
        return Optional.ofNullable(raws.find(eq("_id", hash)).first())
                .map(
                        d ->
                                new RawMessage(
                                        d.getString(MEDIA_TYPE),
                                        d.get(BYTES, Binary.class).getData()));
    }

    private static StoreAway away(MongoException e) {
        return new StoreAway("MongoDB did not take the message", Duration.ofSeconds(2), e);
    }
}
