package dev.musubi.identity;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.musubi.identity.Resolution.Shared;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The collection {@code evidence}: which identifiers were named together, with the earliest event
 * of each such set. What is in it only becomes earlier, so what is remembered of it stays true.
 */
final class EvidenceStore {

    private static final String ID = "_id";
    private static final String NODES = "nodes";
    private static final String TIME = "time";
    private static final String CAUSE = "cause";
    private static final String BIRTH_DATE = "birthDate";
    private static final int REMEMBERED = 200_000;

    /** Of a shared contact point nothing later than its sharing counts, and few are earlier. */
    private static final int MOST_OF_ONE = 1_000;

    private final MongoCollection<Document> evidence;
    private final Cache<String, Evidence> committed =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    EvidenceStore(DocumentStore store) {
        this.evidence = store.collection("evidence");
    }

    void prepare() {
        evidence.createIndex(ascending(NODES, TIME));
    }

    /** What is known of the same sets, by id. */
    Map<String, Evidence> known(Transaction transaction, Collection<Evidence> asked) {
        Map<String, Evidence> known = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (Evidence one : asked) {
            Evidence remembered = committed.getIfPresent(one.id());
            if (remembered != null && one.addsNothingTo(remembered)) {
                known.put(one.id(), remembered);
            } else {
                unknown.add(one.id());
            }
        }
        if (!unknown.isEmpty()) {
            evidence.find(transaction.session(), in(ID, unknown))
                    .batchSize(unknown.size() + 1)
                    .map(EvidenceStore::read)
                    .forEach(e -> known.put(e.id(), e));
        }
        return known;
    }

    /** All that speaks of any of these nodes and can still count. */
    List<Evidence> of(Transaction transaction, Collection<Node> nodes, Map<Node, Shared> shared) {
        List<Bson> any = new ArrayList<>();
        any.add(
                in(
                        NODES,
                        nodes.stream()
                                .filter(n -> !shared.containsKey(n))
                                .map(Node::key)
                                .toList()));
        for (Node node : nodes) {
            Shared since = shared.get(node);
            if (since != null) {
                any.add(and(eq(NODES, node.key()), lte(TIME, Date.from(since.since()))));
            }
        }
        return evidence.find(transaction.session(), or(any))
                .sort(ascending(TIME))
                .limit(MOST_OF_ONE * nodes.size())
                .map(EvidenceStore::read)
                .into(new ArrayList<>());
    }

    /** The earliest event that named this node beside others; empty where none did. */
    Optional<Instant> firstNamed(Node node) {
        return Optional.ofNullable(
                        evidence.find(eq(NODES, node.key()))
                                .sort(ascending(TIME))
                                .projection(include(TIME))
                                .first())
                .map(d -> d.getDate(TIME).toInstant());
    }

    void write(Transaction transaction, List<Evidence> fresh) {
        if (!fresh.isEmpty()) {
            evidence.bulkWrite(
                    transaction.session(),
                    fresh.stream()
                            .map(
                                    e ->
                                            new ReplaceOneModel<>(
                                                    eq(ID, e.id()),
                                                    document(e),
                                                    new ReplaceOptions().upsert(true)))
                            .toList(),
                    new BulkWriteOptions().ordered(false));
        }
    }

    /** To be called after the commit. */
    void committed(Collection<Evidence> known) {
        known.forEach(
                e -> committed.asMap().merge(e.id(), e, (a, b) -> a.compareTo(b) <= 0 ? a : b));
    }

    private static Document document(Evidence e) {
        Document document =
                new Document(ID, e.id())
                        .append(NODES, e.nodes().stream().map(Node::key).toList())
                        .append(TIME, Date.from(e.time()))
                        .append(CAUSE, e.cause());
        return e.birthDate() == null ? document : document.append(BIRTH_DATE, e.birthDate());
    }

    private static Evidence read(Document d) {
        return new Evidence(
                d.getString(ID),
                d.getList(NODES, String.class).stream().map(Node::new).toList(),
                d.getString(BIRTH_DATE),
                d.getDate(TIME).toInstant(),
                d.getString(CAUSE));
    }
}
