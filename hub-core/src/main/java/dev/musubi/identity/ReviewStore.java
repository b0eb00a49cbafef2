package dev.musubi.identity;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.musubi.identity.Resolution.Reason;
import dev.musubi.identity.Resolution.Refusal;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The collection {@code reviews}: what a rule kept apart, once for each two nodes and reason. */
final class ReviewStore {

    private static final String ID = "_id";
    private static final String NODES = "nodes";

    private final MongoCollection<Document> reviews;

    ReviewStore(DocumentStore store) {
        this.reviews = store.collection("reviews");
    }

    void prepare() {
        reviews.createIndex(ascending(NODES));
    }

    void write(Transaction transaction, List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            reviews.bulkWrite(
                    transaction.session(),
                    refusals.stream()
                            .map(
                                    r ->
                                            new UpdateOneModel<Document>(
                                                    eq(ID, id(r)),
                                                    new Document("$setOnInsert", document(r)),
                                                    new UpdateOptions().upsert(true)))
                            .toList(),
                    new BulkWriteOptions().ordered(false));
        }
    }

    /** Those that speak of any of these nodes. */
    List<Refusal> of(Collection<Node> nodes) {
        return reviews.find(in(NODES, nodes.stream().map(Node::key).toList()))
                .sort(ascending(ID))
                .map(ReviewStore::read)
                .into(new ArrayList<>());
    }

    /** A page of all, by their ids. */
    List<Refusal> after(@Nullable String id, int limit) {
        return reviews.find(id == null ? new Document() : gt(ID, id))
                .sort(ascending(ID))
                .limit(limit)
                .map(ReviewStore::read)
                .into(new ArrayList<>());
    }

    /** The same for the same nodes and reason. */
    static String id(Refusal refusal) {
        boolean inOrder = refusal.one().compareTo(refusal.other()) <= 0;
        Node first = inOrder ? refusal.one() : refusal.other();
        Node second = inOrder ? refusal.other() : refusal.one();
        return refusal.reason().wire() + " " + first.key() + " " + second.key();
    }

    private static Document document(Refusal r) {
        return new Document(NODES, List.of(r.one().key(), r.other().key()))
                .append("reason", r.reason().wire())
                .append("cause", r.cause())
                .append("time", Date.from(r.time()));
    }

    private static Refusal read(Document d) {
        List<String> nodes = d.getList(NODES, String.class);
        return new Refusal(
                new Node(nodes.getFirst()),
                new Node(nodes.getLast()),
                Reason.ofWire(d.getString("reason")),
                d.getString("cause"),
                d.getDate("time").toInstant());
    }
}
