package dev.musubi.identity;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code traces}: of the weak nodes that somebody was named together with, what
 * makes them somebody's. One is made before the transaction that first needs it begins: whoever
 * applies an event that came later sees it, and meets that transaction there.
 */
final class TraceStore {

    private static final String ID = "_id";
    private static final String VERSION = "v";
    private static final String CLAIM = "claim";
    private static final String SLICES = "slices";
    private static final String HINTS = "hints";
    private static final String ADDRESSEES = "addressees";
    private static final String SEEN = "seen";
    private static final String ANNOUNCED = "announced";
    private static final int DUPLICATE_KEY = 11000;
    private static final int REMEMBERED = 200_000;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> traces;
    private final Cache<Node, Boolean> made = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    TraceStore(DocumentStore store) {
        this.traces = store.collection("traces");
    }

    Map<Node, Trace> find(Transaction transaction, Collection<Node> nodes) {
        return read(traces.find(transaction.session(), in(ID, keys(nodes))), nodes.size());
    }

    Map<Node, Trace> find(Collection<Node> nodes) {
        try {
            return read(traces.find(in(ID, keys(nodes))), nodes.size());
        } catch (MongoException e) {
            throw away(e);
        }
    }

    private static Map<Node, Trace> read(FindIterable<Document> documents, int expected) {
        Map<Node, Trace> found = new HashMap<>();
        documents
                .batchSize(expected + 1)
                .map(TraceStore::read)
                .forEach(t -> found.put(t.node(), t));
        return found;
    }

    /** Makes those that are missing, outside any transaction. */
    void make(Collection<Node> nodes) {
        List<Node> missing = nodes.stream().filter(n -> made.getIfPresent(n) == null).toList();
        upsert(missing, Updates.setOnInsert(VERSION, 0L));
        missing.forEach(n -> made.put(n, true));
    }

    /** Says of each that its slices are about to be cut anew, outside any transaction. */
    void announce(Collection<Node> nodes) {
        upsert(
                nodes,
                Updates.combine(Updates.setOnInsert(VERSION, 0L), Updates.set(ANNOUNCED, true)));
    }

    private void upsert(Collection<Node> nodes, Bson update) {
        if (nodes.isEmpty()) {
            return;
        }
        try {
            traces.bulkWrite(
                    nodes.stream()
                            .map(
                                    n ->
                                            new UpdateOneModel<Document>(
                                                    eq(ID, n.key()),
                                                    update,
                                                    new UpdateOptions().upsert(true)))
                            .toList(),
                    UNORDERED);
        } catch (MongoBulkWriteException e) {
            // Somebody else makes the same.
            if (e.getWriteErrors().stream().anyMatch(w -> w.getCode() != DUPLICATE_KEY)
                    || e.getWriteConcernError() != null) {
                throw away(e);
            }
        } catch (MongoException e) {
            throw away(e);
        }
    }

    private static StoreAway away(MongoException e) {
        return new StoreAway("MongoDB did not take the traces", Duration.ofSeconds(2), e);
    }

    /**
     * @param changed those to be written
     * @param touched those that something was decided on, and that stay as they are
     */
    void write(Transaction transaction, Collection<Trace> changed, Collection<Node> touched) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        changed.forEach(
                t -> writes.add(new ReplaceOneModel<>(eq(ID, t.node().key()), document(t))));
        touched.forEach(
                n -> writes.add(new UpdateOneModel<>(eq(ID, n.key()), Updates.inc(VERSION, 1L))));
        if (!writes.isEmpty()) {
            traces.bulkWrite(transaction.session(), writes, UNORDERED);
        }
    }

    private static Document document(Trace trace) {
        Document document = new Document(ID, trace.node().key()).append(VERSION, 0L);
        Claim claim = trace.claim();
        if (trace.announced()) {
            document.append(ANNOUNCED, true);
        }
        if (!trace.slices().equals(Slices.NONE)) {
            document.append(
                    SLICES, trace.slices().all().stream().map(TraceStore::document).toList());
        }
        if (!trace.hints().isEmpty()) {
            document.append(HINTS, trace.hints().stream().map(TraceStore::document).toList());
        }
        if (!trace.addressees().isEmpty()) {
            document.append(ADDRESSEES, keys(trace.addressees()));
        }
        if (!trace.seen().isEmpty()) {
            document.append(SEEN, trace.seen().stream().map(TraceStore::document).toList());
        }
        if (claim != null) {
            document.append(
                    CLAIM,
                    new Document("at", Date.from(claim.time()))
                            .append("cause", claim.cause())
                            .append("home", claim.home().key()));
        }
        return document;
    }

    private static Trace read(Document d) {
        Document claim = d.get(CLAIM, Document.class);
        List<Document> slices = d.getList(SLICES, Document.class, List.of());
        return new Trace(
                new Node(d.getString(ID)),
                claim == null
                        ? null
                        : new Claim(
                                claim.getDate("at").toInstant(),
                                claim.getString("cause"),
                                new Node(claim.getString("home"))),
                slices.isEmpty()
                        ? Slices.NONE
                        : new Slices(slices.stream().map(TraceStore::slice).toList()),
                d.getList(HINTS, Document.class, List.of()).stream().map(TraceStore::hint).toList(),
                d.getList(ADDRESSEES, String.class, List.of()).stream().map(Node::new).toList(),
                d.getList(SEEN, Document.class, List.of()).stream().map(TraceStore::seen).toList(),
                d.getBoolean(ANNOUNCED, false));
    }

    private static Document document(Slice slice) {
        Document document = new Document();
        if (slice.start() != null) {
            document.append("s", document(slice.start()));
        }
        if (slice.end() != null) {
            document.append("e", document(slice.end()));
        }
        Mark login = slice.login();
        if (login != null && login.person() != null) {
            document.append("l", document(login, login.person()));
        }
        return document;
    }

    private static Document document(Mark mark, Node person) {
        return new Document("at", Date.from(mark.time()))
                .append("k", mark.key())
                .append("n", person.key())
                .append("out", mark.logout());
    }

    private static Mark mark(Document d) {
        return new Mark(
                d.getDate("at").toInstant(),
                d.getString("k"),
                new Node(d.getString("n")),
                d.getBoolean("out"));
    }

    private static Document document(Hint hint) {
        return new Document("t", hint.token().key())
                .append("l", document(hint.mark(), Objects.requireNonNull(hint.mark().person())));
    }

    private static Hint hint(Document d) {
        return new Hint(new Node(d.getString("t")), mark(d.get("l", Document.class)));
    }

    private static Document document(Seen seen) {
        return new Document("n", seen.device().key())
                .append("at", Date.from(seen.time()))
                .append("k", seen.key());
    }

    private static Seen seen(Document d) {
        return new Seen(new Node(d.getString("n")), d.getDate("at").toInstant(), d.getString("k"));
    }

    private static Document document(Edge edge) {
        return new Document("at", Date.from(edge.time()))
                .append("k", edge.key())
                .append("after", edge.after());
    }

    private static Slice slice(Document d) {
        Document login = d.get("l", Document.class);
        return new Slice(
                edge(d.get("s", Document.class)),
                edge(d.get("e", Document.class)),
                login == null ? null : mark(login));
    }

    private static @Nullable Edge edge(@Nullable Document d) {
        return d == null
                ? null
                : new Edge(d.getDate("at").toInstant(), d.getString("k"), d.getBoolean("after"));
    }

    private static List<String> keys(Collection<Node> nodes) {
        return nodes.stream().map(Node::key).toList();
    }
}
