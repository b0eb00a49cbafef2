package dev.musubi.people;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.expr;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.musubi.identity.Identities;
import dev.musubi.platform.DocumentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bson.BsonBinary;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collection {@code leases}: which worker has which slot, and which workers live. Times are the
 * server's, so that no clock of a hub matters.
 */
final class SlotLeaseStore {

    private static final Logger LOG = LoggerFactory.getLogger(SlotLeaseStore.class);

    private static final String ID = "_id";
    private static final String OWNER = "owner";
    private static final String UNTIL = "until";
    private static final String SESSION = "session";

    private final DocumentStore store;
    private final MongoCollection<Document> leases;
    private final MongoCollection<Document> workers;
    private final Duration term;

    SlotLeaseStore(DocumentStore store, Duration term) {
        this.store = store;
        this.leases = store.collection("leases");
        this.workers = store.collection("workers");
        this.term = term;
    }

    /** How long a slot stays with a worker that says nothing. */
    Duration term() {
        return term;
    }

    void prepare() {
        leases.bulkWrite(
                IntStream.range(0, Identities.SLOTS)
                        .mapToObj(
                                slot ->
                                        new UpdateOneModel<Document>(
                                                eq(ID, slot),
                                                new Document("$setOnInsert", new Document()),
                                                new UpdateOptions().upsert(true)))
                        .toList(),
                new BulkWriteOptions().ordered(false));
    }

    /**
     * Renews what the worker has, and takes or gives back slots until it has its fair share.
     *
     * @return the slots that it has now
     */
    Set<Integer> renew(String worker, BsonBinary session) {
        Document untilThen = new Document(UNTIL, later());
        workers.updateOne(
                eq(ID, worker),
                List.of(new Document("$set", untilThen)),
                new UpdateOptions().upsert(true));
        leases.updateMany(eq(OWNER, worker), List.of(new Document("$set", untilThen)));
        long living = workers.countDocuments(expr(gt(UNTIL)));
        int share = (int) Math.ceilDiv(Identities.SLOTS, Math.max(1, living));
        Set<Integer> mine = owned(worker);
        if (mine.size() > share) {
            giveBack(worker, mine, share);
        } else if (mine.size() < share) {
            take(worker, session, mine, share - mine.size());
        }
        return mine;
    }

    /** Gives everything back at once, so that the others need not wait for the term. */
    void leave(String worker) {
        workers.deleteOne(eq(ID, worker));
        leases.updateMany(
                eq(OWNER, worker),
                new Document(
                        "$unset", new Document(OWNER, "").append(UNTIL, "").append(SESSION, "")));
    }

    private void giveBack(String worker, Set<Integer> mine, int share) {
        List<Integer> surplus = mine.stream().skip(share).toList();
        leases.updateMany(
                and(in(ID, surplus), eq(OWNER, worker)),
                new Document(
                        "$unset", new Document(OWNER, "").append(UNTIL, "").append(SESSION, "")));
        surplus.forEach(mine::remove);
    }

    private void take(String worker, BsonBinary session, Set<Integer> mine, int wanted) {
        Bson free = expr(new Document("$not", List.of(gt(UNTIL))));
        List<Document> candidates = leases.find(free).limit(wanted).into(new ArrayList<>());
        candidates.stream()
                .map(d -> d.get(SESSION, org.bson.types.Binary.class))
                .filter(java.util.Objects::nonNull)
                .distinct()
                .forEach(this::endSession);
        Document taken =
                new Document(OWNER, worker).append(SESSION, session).append(UNTIL, later());
        for (Document candidate : candidates) {
            int slot = candidate.getInteger(ID);
            if (leases.updateOne(and(eq(ID, slot), free), List.of(new Document("$set", taken)))
                            .getModifiedCount()
                    == 1) {
                mine.add(slot);
            }
        }
    }

    /**
     * Ends what a worker left open that is gone, where we may: otherwise the server does it later.
     */
    private void endSession(org.bson.types.Binary session) {
        try {
            store.client()
                    .getDatabase("admin")
                    .runCommand(new Document("killSessions", List.of(new Document("id", session))));
        } catch (MongoCommandException e) {
            LOG.info("a lost worker's session could not be ended: {}", e.getErrorCodeName());
        }
    }

    private Set<Integer> owned(String worker) {
        Set<Integer> slots = new TreeSet<>();
        leases.find(eq(OWNER, worker)).forEach(d -> slots.add(d.getInteger(ID)));
        return slots;
    }

    private Document later() {
        return new Document("$add", List.of("$$NOW", term.toMillis()));
    }

    private static Document gt(String field) {
        return new Document("$gt", List.of("$" + field, "$$NOW"));
    }
}
