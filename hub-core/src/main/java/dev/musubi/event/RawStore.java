package dev.musubi.event;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import dev.musubi.platform.Digests;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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

    /** One run of a request: the same message is written once. */
    final class Run {
        private final Set<String> kept = new HashSet<>();

        /** Makes the message durable and gives the hash by which events refer to it. */
        String keep(RawMessage message) {
            String hash = Digests.sha256Hex(message.bytes());
            if (kept.add(hash)) {
                insert(hash, message);
            }
            return hash;
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

    private void insert(String hash, RawMessage message) {
        try {
            raws.insertOne(
                    new Document("_id", hash)
                            .append(MEDIA_TYPE, message.mediaType())
                            .append(BYTES, new Binary(message.bytes())));
        } catch (MongoWriteException e) {
            if (e.getCode() != DUPLICATE_KEY) {
                throw away(e);
            }
        } catch (MongoException e) {
            throw away(e);
        }
    }

    private static StoreAway away(MongoException e) {
        return new StoreAway("MongoDB did not take the message", Duration.ofSeconds(2), e);
    }
}
