package dev.musubi.access;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The collection {@code keys}: one document a key, its secret as a SHA-256 hash. */
final class ApiKeyStore {

    private static final String ID = "_id";
    private static final String HASH = "hash";
    private static final String REVOKED_AT = "revokedAt";
    private static final String LAST_USED = "lastUsed";
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyStore.class);

    private final MongoCollection<Document> keys;

    ApiKeyStore(DocumentStore store) {
        this.keys = store.collection("keys");
    }

    /** A key with the hash of its secret. */
    record Stored(ApiKey key, byte[] hash) {}

    /** Writes a key, in the place of one with its id. */
    void write(Stored stored) {
        keys.replaceOne(eq(ID, stored.key().id()), document(stored), upsert());
    }

    /** Writes a key unless there is one with its id, revoked or not. */
    void writeOnce(Stored stored) {
        Document document = document(stored);
        keys.updateOne(
                eq(ID, document.remove(ID)),
                new Document("$setOnInsert", document),
                new UpdateOptions().upsert(true));
    }

    private static ReplaceOptions upsert() {
        return new ReplaceOptions().upsert(true);
    }

    private static Document document(Stored stored) {
        ApiKey key = stored.key();
        return new Document(ID, key.id())
                .append(HASH, new Binary(stored.hash()))
                .append("name", key.name())
                .append("kind", key.kind().name().toLowerCase(Locale.ROOT))
                .append("scopes", key.scopes().stream().map(Scope::wire).sorted().toList())
                .append("sources", List.copyOf(key.sources()))
                .append("namespaces", new Document(Map.copyOf(key.namespaces())))
                .append("believed", List.copyOf(key.believed()))
                .append("origins", List.copyOf(key.origins()))
                .append("rateLimit", key.rateLimit())
                .append("createdAt", Date.from(key.createdAt()));
    }

    /** The key, revoked or not. */
    Optional<Stored> find(String id) {
        try {
            return Optional.ofNullable(keys.find(eq(ID, id)).first()).map(ApiKeyStore::read);
        } catch (MongoException e) {
            throw new StoreAway("MongoDB does not answer", Duration.ofSeconds(2), e);
        }
    }

    List<ApiKey> list() {
        return keys.find().sort(ascending(ID)).map(d -> read(d).key()).into(new ArrayList<>());
    }

    /** Whether there was such a key that was not revoked yet. */
    boolean revoke(String id, Instant now) {
        return keys.updateOne(
                                and(eq(ID, id), exists(REVOKED_AT, false)),
                                set(REVOKED_AT, Date.from(now)))
                        .getModifiedCount()
                == 1;
    }

    /** Notes the day; where MongoDB does not answer, a later use does. */
    void used(String id, LocalDate day) {
        try {
            keys.updateOne(eq(ID, id), set(LAST_USED, day.toString()));
        } catch (MongoException away) {
            LOG.debug("the use of a key is not noted: {}", away.getClass().getSimpleName());
        }
    }

    private static Stored read(Document d) {
        Set<Scope> scopes = new HashSet<>();
        strings(d, "scopes").forEach(s -> Scope.ofWire(s).ifPresent(scopes::add));
        Map<String, String> namespaces = new HashMap<>();
        d.get("namespaces", Document.class).forEach((t, n) -> namespaces.put(t, (String) n));
        Date revoked = d.getDate(REVOKED_AT);
        String lastUsed = d.getString(LAST_USED);
        return new Stored(
                new ApiKey(
                        d.getString(ID),
                        d.getString("name"),
                        ApiKey.Kind.valueOf(d.getString("kind").toUpperCase(Locale.ROOT)),
                        scopes,
                        Set.copyOf(strings(d, "sources")),
                        namespaces,
                        Set.copyOf(strings(d, "believed")),
                        Set.copyOf(strings(d, "origins")),
                        d.getInteger("rateLimit"),
                        d.getDate("createdAt").toInstant(),
                        revoked == null ? null : revoked.toInstant(),
                        lastUsed == null ? null : LocalDate.parse(lastUsed)),
                d.get(HASH, Binary.class).getData());
    }

    private static Collection<String> strings(Document d, String field) {
        return d.getList(field, String.class, List.of());
    }
}
