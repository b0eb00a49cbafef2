package dev.musubi.identity;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The collection {@code links}: the append-only log of who is who and why. */
final class LinkStore {

    private static final String ID = "_id";
    private static final String ONE = "one";
    private static final String OTHER = "other";
    private static final String ONES = "ones";
    private static final String OTHERS = "others";

    private static final String RULE_VERSION = "ruleVersion";

    /** All nodes that the link speaks of. */
    private static final String NODES = "nodes";

    private final MongoCollection<Document> links;

    LinkStore(DocumentStore store) {
        this.links = store.collection("links");
    }

    void prepare() {
        links.createIndex(ascending(NODES));
    }

    void add(Transaction transaction, List<Link> added) {
        if (!added.isEmpty()) {
            links.insertMany(
                    transaction.session(), added.stream().map(LinkStore::document).toList());
        }
    }

    /** All that speak of any of these nodes, oldest first. */
    List<Link> of(@Nullable Transaction transaction, Collection<Node> nodes) {
        Bson any = in(NODES, nodes.stream().map(Node::key).toList());
        FindIterable<Document> found =
                transaction == null ? links.find(any) : links.find(transaction.session(), any);
        return found.sort(ascending(ID)).map(LinkStore::read).into(new ArrayList<>());
    }

    /** Some of those that were written since, by rules of another version. */
    List<Link> byOthers(Instant since, int version, int limit) {
        return links.find(and(gte(ID, Ids.lowest(since)), ne(RULE_VERSION, version)))
                .sort(ascending(ID))
                .limit(limit)
                .map(LinkStore::read)
                .into(new ArrayList<>());
    }

    private static Document document(Link link) {
        Set<String> nodes = new LinkedHashSet<>(List.of(link.one().key(), link.other().key()));
        link.ones().forEach(n -> nodes.add(n.key()));
        link.others().forEach(n -> nodes.add(n.key()));
        Document document =
                new Document(ID, link.id())
                        .append("kind", link.kind().wire())
                        .append(ONE, link.one().key())
                        .append(OTHER, link.other().key())
                        .append(NODES, List.copyOf(nodes))
                        .append("rule", link.rule())
                        .append(RULE_VERSION, link.ruleVersion())
                        .append("actor", link.actor())
                        .append("cause", link.cause())
                        .append("time", Date.from(link.time()));
        if (link.decision()) {
            document.append(ONES, keys(link.ones())).append(OTHERS, keys(link.others()));
        }
        if (link.reason() != null) {
            document.append("reason", link.reason());
        }
        return document;
    }

    private static List<String> keys(List<Node> nodes) {
        return nodes.stream().map(Node::key).toList();
    }

    private static Link read(Document d) {
        return new Link(
                d.getString(ID),
                Link.Kind.ofWire(d.getString("kind")),
                new Node(d.getString(ONE)),
                new Node(d.getString(OTHER)),
                nodes(d, ONES),
                nodes(d, OTHERS),
                d.getString("rule"),
                d.getInteger(RULE_VERSION),
                d.getString("actor"),
                d.getString("cause"),
                d.getString("reason"),
                d.getDate("time").toInstant());
    }

    private static List<Node> nodes(Document d, String field) {
        return d.getList(field, String.class, List.of()).stream().map(Node::new).toList();
    }
}
