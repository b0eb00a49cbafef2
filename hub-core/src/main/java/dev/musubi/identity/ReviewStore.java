package dev.musubi.identity;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.set;

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
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The collection {@code reviews}: what a rule kept apart, once for each two nodes and reason. */
final class ReviewStore {

    private static final String ID = "_id";
    private static final String NODES = "nodes";
    private static final String CLOSED = "closed";

    /** A name of it that tells nobody the identifiers. */
    private static final String REFERENCE = "reference";

    private final MongoCollection<Document> reviews;

    ReviewStore(DocumentStore store) {
        this.reviews = store.collection("reviews");
    }

    void prepare() {
        reviews.createIndex(ascending(NODES));
        reviews.createIndex(ascending(REFERENCE));
    }

    void write(Transaction transaction, List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            reviews.bulkWrite(
                    transaction.session(),
                    refusals.stream()
                            .map(
                                    r ->
                                            new UpdateOneModel<Document>(
                                                    eq(ID, key(r)),
                                                    new Document("$setOnInsert", document(r)),
                                                    new UpdateOptions().upsert(true)))
                            .toList(),
                    new BulkWriteOptions().ordered(false));
        }
    }

    /** Those that speak of any of these nodes. */
    List<Review> of(Collection<Node> nodes) {
        return reviews.find(in(NODES, nodes.stream().map(Node::key).toList()))
                .sort(ascending(ID))
                .map(ReviewStore::read)
                .into(new ArrayList<>());
    }

    /** A page, by the keys of reviews. */
    List<Review> after(@Nullable String key, Review.State state, int limit) {
        Bson asked =
                switch (state) {
                    case OPEN -> exists(CLOSED, false);
                    case CLOSED -> exists(CLOSED);
                    case ALL -> new Document();
                };
        return reviews.find(key == null ? asked : and(gt(ID, key), asked))
                .sort(ascending(ID))
                .limit(limit)
                .map(ReviewStore::read)
                .into(new ArrayList<>());
    }

    Optional<Review> find(String id) {
        return Optional.ofNullable(reviews.find(eq(REFERENCE, id)).first()).map(ReviewStore::read);
    }

    /**
     * Closes an open one.
     *
     * @return false where somebody has
     */
    boolean close(Transaction transaction, String id, Review.Closed closed) {
        return reviews.updateOne(
                                transaction.session(),
                                and(eq(REFERENCE, id), exists(CLOSED, false)),
                                set(
                                        CLOSED,
                                        new Document("verdict", closed.verdict().wire())
                                                .append("actor", closed.actor())
                                                .append("reason", closed.reason())
                                                .append("at", Date.from(closed.at()))))
                        .getMatchedCount()
                > 0;
    }

    /** The place of a review in the listing. */
    static String key(Refusal refusal) {
        boolean inOrder = refusal.one().compareTo(refusal.other()) <= 0;
        Node first = inOrder ? refusal.one() : refusal.other();
        Node second = inOrder ? refusal.other() : refusal.one();
        return refusal.reason().wire() + " " + first.key() + " " + second.key();
    }

    private static Document document(Refusal r) {
        return new Document(NODES, List.of(r.one().key(), r.other().key()))
                .append(REFERENCE, Evidence.hash(key(r)))
                .append("reason", r.reason().wire())
                .append("cause", r.cause())
                .append("time", Date.from(r.time()));
    }

    private static Review read(Document d) {
        List<String> nodes = d.getList(NODES, String.class);
        Refusal refusal =
                new Refusal(
                        new Node(nodes.getFirst()),
                        new Node(nodes.getLast()),
                        Reason.ofWire(d.getString("reason")),
                        d.getString("cause"),
                        d.getDate("time").toInstant());
        Document closed = d.get(CLOSED, Document.class);
        return new Review(
                Evidence.hash(d.getString(ID)),
                refusal,
                closed == null
                        ? null
                        : new Review.Closed(
                                Review.Verdict.ofWire(closed.getString("verdict")),
                                closed.getString("actor"),
                                closed.getString("reason"),
                                closed.getDate("at").toInstant()));
    }
}
