package dev.musubi.profile;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.musubi.identity.Node;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.FacetCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The collection {@code profiles}: one document a profile, retired ones included. */
final class ProfileStore {

    static final String COLLECTION = "profiles";

    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String SLOT = "slot";
    private static final String NODES = "nodes";
    private static final String FACETS = "facets";
    private static final String CONTESTED = "contested";
    private static final String RETIRED = "retired";
    private static final String WRITTEN_AT = "writtenAt";
    private static final String FORMER_INDEX = "writtenAt_1__id_1";
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> profiles;

    ProfileStore(DocumentStore store) {
        this.profiles = store.collection(COLLECTION);
    }

    /** Lets go of an index that nobody asks and that every write of a profile paid for. */
    void prepare() {
        for (Document index : profiles.listIndexes()) {
            if (FORMER_INDEX.equals(index.getString("name"))) {
                profiles.dropIndex(FORMER_INDEX);
            }
        }
    }

    Map<String, ProfileState> find(@Nullable Transaction transaction, Collection<String> ids) {
        // One id by itself is found without a plan.
        Bson filter = ids.size() == 1 ? eq(ID, ids.iterator().next()) : in(ID, ids);
        Map<String, ProfileState> found = new HashMap<>();
        (transaction == null ? profiles.find(filter) : profiles.find(transaction.session(), filter))
                .batchSize(ids.size() + 1)
                .forEach(d -> found.put(d.getString(ID), read(d)));
        return found;
    }

    Optional<ProfileState> find(String id) {
        return Optional.ofNullable(profiles.find(eq(ID, id)).first()).map(ProfileStore::read);
    }

    /**
     * Writes profiles; a new one is inserted, so that two who found the same one cannot both. One
     * that came out of another may have been there before or not.
     */
    void write(
            Transaction transaction,
            Collection<ProfileState> fresh,
            Collection<ProfileState> known,
            Instant now) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        fresh.forEach(p -> writes.add(new InsertOneModel<>(document(p, now))));
        ReplaceOptions upsert = new ReplaceOptions().upsert(true);
        known.forEach(
                p -> writes.add(new ReplaceOneModel<>(eq(ID, p.id()), document(p, now), upsert)));
        if (!writes.isEmpty()) {
            ClientSession session = transaction.session();
            profiles.bulkWrite(session, writes, UNORDERED);
        }
    }

    /** Ids of living profiles after this one, ascending. */
    List<String> idsAfter(@Nullable String id, int limit) {
        Bson living = ne(RETIRED, true);
        return profiles.find(id == null ? living : and(living, gt(ID, id)))
                .projection(include(ID))
                .sort(ascending(ID))
                .limit(limit)
                .map(d -> d.getString(ID))
                .into(new ArrayList<>());
    }

    List<String> allIdsAfter(@Nullable String id, int limit) {
        return profiles.find(id == null ? new Document() : gt(ID, id))
                .projection(include(ID))
                .sort(ascending(ID))
                .limit(limit)
                .map(d -> d.getString(ID))
                .into(new ArrayList<>());
    }

    long countUpTo(String id) {
        return profiles.countDocuments(lte(ID, id));
    }

    long count() {
        return profiles.estimatedDocumentCount();
    }

    private static Document document(ProfileState profile, Instant now) {
        Document document =
                new Document(ID, profile.id())
                        .append(VERSION, profile.version())
                        .append(SLOT, profile.slot())
                        .append(WRITTEN_AT, Date.from(now));
        if (profile.retired()) {
            return document.append(RETIRED, true);
        }
        List<Document> nodes = new ArrayList<>();
        profile.nodes()
                .forEach((n, birth) -> nodes.add(new Document("n", n.key()).append("b", birth)));
        List<Document> facets = new ArrayList<>();
        new TreeMap<>(profile.facets()).values().forEach(f -> facets.add(FacetCodec.write(f)));
        if (profile.contested()) {
            document.append(CONTESTED, true);
        }
        return document.append(NODES, nodes).append(FACETS, facets);
    }

    private static ProfileState read(Document d) {
        TreeMap<Node, String> nodes = new TreeMap<>();
        for (Document n : d.getList(NODES, Document.class, List.of())) {
            nodes.put(new Node(n.getString("n")), n.getString("b"));
        }
        Map<Node, Facet> facets = new HashMap<>();
        for (Document f : d.getList(FACETS, Document.class, List.of())) {
            Facet facet = FacetCodec.read(f);
            facets.put(facet.home(), facet);
        }
        return new ProfileState(
                d.getString(ID),
                d.getLong(VERSION),
                d.getInteger(SLOT),
                nodes,
                facets,
                d.getBoolean(CONTESTED, false),
                d.getBoolean(RETIRED, false));
    }
}
