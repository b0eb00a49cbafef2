package dev.musubi.household;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.musubi.identity.Node;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** The collection {@code households}: by what is shared, the identifiers that came with it. */
final class HouseholdStore {

    private static final String ID = "_id";
    private static final String MEMBERS = "members";

    private final MongoCollection<Document> households;

    HouseholdStore(DocumentStore store) {
        this.households = store.collection("households");
    }

    void prepare() {
        households.createIndex(ascending(MEMBERS));
    }

    /** How many members there are of each of these places, as the transaction sees them. */
    Map<Node, List<Node>> members(Transaction transaction, Collection<Node> places) {
        return read(
                households
                        .find(transaction.session(), in(ID, keys(places)))
                        .map(d -> d)
                        .into(new ArrayList<>()));
    }

    void add(Transaction transaction, Collection<Sharing> sharings) {
        if (!sharings.isEmpty()) {
            households.bulkWrite(
                    transaction.session(),
                    sharings.stream()
                            .map(
                                    s ->
                                            new UpdateOneModel<Document>(
                                                    eq(ID, s.place().key()),
                                                    Updates.addToSet(MEMBERS, s.member().key()),
                                                    new UpdateOptions().upsert(true)))
                            .toList(),
                    new BulkWriteOptions().ordered(false));
        }
    }

    /** What these nodes share with others, and with whom; and who was seen with one of them. */
    Map<Node, List<Node>> around(Collection<Node> nodes, int most) {
        List<Document> found = new ArrayList<>();
        households.find(in(MEMBERS, keys(nodes))).limit(most).into(found);
        households.find(in(ID, keys(nodes))).limit(most).into(found);
        return read(found);
    }

    private static Map<Node, List<Node>> read(List<Document> documents) {
        Map<Node, List<Node>> members = new HashMap<>();
        documents.forEach(
                d ->
                        members.put(
                                new Node(d.getString(ID)),
                                d.getList(MEMBERS, String.class).stream().map(Node::new).toList()));
        return members;
    }

    private static List<String> keys(Collection<Node> nodes) {
        return nodes.stream().map(Node::key).toList();
    }
}
