package dev.musubi.identity;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.musubi.identity.Resolution.Shared;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The collections {@code identifiers}, one document a node, and {@code births}, which makes a birth
 * unique and leads from the id of a retired profile to a node.
 */
final class IdentifierStore {

    private static final String ID = "_id";
    private static final String PROFILE = "profile";
    private static final String BIRTH = "birth";
    private static final String SLOT = "slot";
    private static final String AWAITED = "awaited";
    private static final String NODE = "node";
    private static final String SHARED = "shared";
    private static final String LIFTED = "lifted";
    private static final String RECALLED = "recalled";
    private static final String SINCE = "since";
    private static final int PAGE = 5_000;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> identifiers;
    private final MongoCollection<Document> births;

    IdentifierStore(DocumentStore store) {
        this.identifiers = store.collection("identifiers");
        this.births = store.collection("births");
    }

    Found find(Transaction transaction, Collection<Node> nodes) {
        return read(identifiers.find(transaction.session(), among(nodes)), nodes.size());
    }

    Map<Node, Placement> find(Collection<Node> nodes) {
        return read(identifiers.find(among(nodes)), nodes.size()).placements();
    }

    Set<Node> shared(Collection<Node> nodes) {
        return read(identifiers.find(among(nodes)), nodes.size()).shared().keySet();
    }

    Map<Node, Integer> slots(Collection<Node> nodes) {
        Map<Node, Integer> slots = new HashMap<>();
        identifiers
                .find(in(ID, keys(nodes)))
                .projection(include(SLOT))
                .forEach(
                        d -> {
                            Integer slot = d.getInteger(SLOT);
                            if (slot != null) {
                                slots.put(new Node(d.getString(ID)), slot);
                            }
                        });
        return slots;
    }

    Optional<Node> nodeBorn(String birth) {
        return Optional.ofNullable(births.find(eq(ID, birth)).first())
                .map(d -> new Node(d.getString(NODE)));
    }

    /**
     * Walks every identifier, in no order; those that are only awaited are left out.
     *
     * @param visit gets each with the profile that it belongs to
     */
    void all(BiConsumer<Node, String> visit) {
        identifiers
                .find(exists(PROFILE))
                .projection(include(PROFILE))
                .batchSize(PAGE)
                .forEach(d -> visit.accept(new Node(d.getString(ID)), d.getString(PROFILE)));
    }

    /**
     * Gives a shared node its power back.
     *
     * @return false where it is not shared, or somebody did so before
     */
    boolean lift(Node node, Lift lift) {
        return changed(
                and(eq(ID, node.key()), exists(SHARED), exists(LIFTED, false)),
                new Document(
                        "$set",
                        new Document(
                                LIFTED,
                                // What a person wrote is no expression.
                                new Document(
                                        "$literal",
                                        new Document("id", lift.id())
                                                .append("actor", lift.actor())
                                                .append("reason", lift.reason())
                                                .append("at", Date.from(lift.at()))))));
    }

    /**
     * Takes a lift back.
     *
     * @return false where there is none
     */
    boolean unlift(Node node) {
        return changed(and(eq(ID, node.key()), exists(LIFTED)), new Document("$unset", LIFTED));
    }

    /** Says that these are no more shared by the rules. */
    void unshare(Collection<Node> nodes) {
        nodes.forEach(
                n -> changed(and(eq(ID, n.key()), exists(SHARED)), new Document("$unset", SHARED)));
    }

    /** Whatever changes what counts of a node makes what was said of it be looked up. */
    private boolean changed(Bson which, Bson change) {
        return identifiers
                        .updateOne(
                                which,
                                List.of(
                                        new Document(
                                                "$set",
                                                new Document(RECALLED, "$" + SHARED + "." + SINCE)),
                                        change))
                        .getMatchedCount()
                > 0;
    }

    boolean unfinished(Node node) {
        return identifiers.countDocuments(and(eq(ID, node.key()), exists(RECALLED))) > 0;
    }

    /** Of these births those that are kept, with the node of each. */
    Map<String, Node> births(Transaction transaction, Collection<String> asked) {
        Map<String, Node> found = new HashMap<>();
        births.find(transaction.session(), in(ID, asked))
                .batchSize(asked.size() + 1)
                .forEach(d -> found.put(d.getString(ID), new Node(d.getString(NODE))));
        return found;
    }

    /** Puts these where they belong, whatever was there. */
    void place(Transaction transaction, Collection<Placement> placements) {
        for (Placement placement : placements) {
            identifiers.updateOne(
                    transaction.session(),
                    eq(ID, placement.node().key()),
                    Updates.combine(
                            set(PROFILE, placement.profile()),
                            set(BIRTH, placement.birth()),
                            set(SLOT, placement.slot()),
                            unset(AWAITED)),
                    new UpdateOptions().upsert(true));
            births.replaceOne(
                    transaction.session(),
                    eq(ID, placement.birth()),
                    birth(placement),
                    new ReplaceOptions().upsert(true));
        }
    }

    /** Says that what was said of these has been looked up. */
    void recalled(Transaction transaction, Collection<Node> nodes) {
        identifiers.updateMany(transaction.session(), in(ID, keys(nodes)), unset(RECALLED));
    }

    /** Who gave which of these their power back. */
    Map<Node, Lift> lifts(Collection<Node> nodes) {
        Map<Node, Lift> lifts = new HashMap<>();
        identifiers
                .find(and(in(ID, keys(nodes)), exists(LIFTED)))
                .projection(include(LIFTED))
                .forEach(
                        d -> {
                            Document lift = d.get(LIFTED, Document.class);
                            lifts.put(
                                    new Node(d.getString(ID)),
                                    new Lift(
                                            lift.getString("id"),
                                            lift.getString("actor"),
                                            lift.getString("reason"),
                                            lift.getDate("at").toInstant()));
                        });
        return lifts;
    }

    void write(Transaction transaction, IdentityChanges changes) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        List<Document> born = new ArrayList<>();
        for (Placement placement : changes.born()) {
            writes.add(new InsertOneModel<>(document(placement)));
            born.add(birth(placement));
        }
        for (Placement placement : changes.fulfilled()) {
            writes.add(new ReplaceOneModel<>(eq(ID, placement.node().key()), document(placement)));
            born.add(birth(placement));
        }
        for (Placement placement : changes.moved()) {
            writes.add(
                    new UpdateOneModel<>(
                            eq(ID, placement.node().key()),
                            Updates.combine(
                                    set(PROFILE, placement.profile()),
                                    set(SLOT, placement.slot()))));
        }
        for (Node node : changes.awaited()) {
            writes.add(new InsertOneModel<>(new Document(ID, node.key()).append(AWAITED, true)));
        }
        for (Node node : changes.removed()) {
            writes.add(new DeleteOneModel<>(eq(ID, node.key())));
        }
        changes.shared()
                .forEach(
                        (node, shared) ->
                                writes.add(
                                        new UpdateOneModel<>(
                                                eq(ID, node.key()),
                                                set(
                                                        SHARED,
                                                        new Document(
                                                                        SINCE,
                                                                        Date.from(shared.since()))
                                                                .append(
                                                                        "cause",
                                                                        shared.cause())))));
        if (!writes.isEmpty()) {
            identifiers.bulkWrite(transaction.session(), writes, UNORDERED);
        }
        if (!born.isEmpty()) {
            births.insertMany(transaction.session(), born);
        }
    }

    private static Document document(Placement placement) {
        return new Document(ID, placement.node().key())
                .append(PROFILE, placement.profile())
                .append(BIRTH, placement.birth())
                .append(SLOT, placement.slot());
    }

    private static Document birth(Placement placement) {
        return new Document(ID, placement.birth()).append(NODE, placement.node().key());
    }

    private static Found read(FindIterable<Document> documents, int expected) {
        Map<Node, Placement> placements = new HashMap<>();
        Set<Node> awaited = new HashSet<>();
        Map<Node, Shared> shared = new HashMap<>();
        Set<Node> lifted = new HashSet<>();
        Map<Node, Instant> recalled = new HashMap<>();
        documents
                .batchSize(expected + 1)
                .forEach(
                        d -> {
                            Node node = new Node(d.getString(ID));
                            if (d.containsKey(AWAITED)) {
                                awaited.add(node);
                            } else {
                                placements.put(
                                        node,
                                        new Placement(
                                                node,
                                                d.getString(PROFILE),
                                                d.getString(BIRTH),
                                                d.getInteger(SLOT)));
                            }
                            if (d.getDate(RECALLED) != null) {
                                recalled.put(node, d.getDate(RECALLED).toInstant());
                            }
                            if (d.containsKey(LIFTED)) {
                                lifted.add(node);
                            } else if (d.get(SHARED) instanceof Document s) {
                                shared.put(
                                        node,
                                        new Shared(
                                                s.getDate(SINCE).toInstant(),
                                                s.getString("cause")));
                            }
                        });
        return new Found(placements, awaited, shared, lifted, recalled);
    }

    /** One by itself is found without a plan. */
    private static Bson among(Collection<Node> nodes) {
        return nodes.size() == 1 ? eq(ID, nodes.iterator().next().key()) : in(ID, keys(nodes));
    }

    private static List<String> keys(Collection<Node> nodes) {
        return nodes.stream().map(Node::key).toList();
    }
}
