package dev.musubi.identity;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.client.MongoCollection;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** The collection {@code links}: the append-only log of who is who and why. */
final class LinkStore {

    private static final String ID = "_id";
    private static final String ONE = "one";
    private static final String OTHER = "other";

    private final MongoCollection<Document> links;

    LinkStore(DocumentStore store) {
        this.links = store.collection("links");
    }

    void prepare() {
        links.createIndex(ascending(ONE));
        links.createIndex(ascending(OTHER));
    }

    void add(Transaction transaction, List<Link> added) {
        if (!added.isEmpty()) {
            links.insertMany(
                    transaction.session(), added.stream().map(LinkStore::document).toList());
        }
    }

    List<Link> among(Collection<Node> nodes) {
        return links.find(in(ONE, nodes.stream().map(Node::key).toList()))
                .sort(ascending(ID))
                .map(LinkStore::read)
                .into(new ArrayList<>());
    }

    private static Document document(Link link) {
        return new Document(ID, link.id())
                .append("kind", link.kind().wire())
                .append(ONE, link.one().key())
                .append(OTHER, link.other().key())
                .append("rule", link.rule())
                .append("ruleVersion", link.ruleVersion())
                .append("actor", link.actor())
                .append("cause", link.cause())
                .append("time", Date.from(link.time()));
    }

    private static Link read(Document d) {
        return new Link(
                d.getString(ID),
                Link.Kind.ofWire(d.getString("kind")),
                new Node(d.getString(ONE)),
                new Node(d.getString(OTHER)),
                d.getString("rule"),
                d.getInteger("ruleVersion"),
                d.getString("actor"),
                d.getString("cause"),
                d.getDate("time").toInstant());
    }
}
