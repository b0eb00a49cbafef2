package dev.musubi.platform;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.expr;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Who of all hubs does a work that one alone should do: a document of the collection {@code
 * projections} with an owner and a time. Times are the server's, so that no clock of a hub matters.
 * Thread safe.
 */
public final class Lease {

    /** Where leases are; a work may keep more of its own in the same document. */
    public static final String COLLECTION = "projections";

    private static final String ID = "_id";
    private static final String OWNER = "owner";
    private static final String UNTIL = "until";

    private final MongoCollection<Document> leases;
    private final String work;
    private final Duration term;

    /**
     * @param work names what is to be done
     * @param term how long it stays with an owner that says nothing
     */
    public Lease(DocumentStore store, String work, Duration term) {
        this.leases = store.collection(COLLECTION);
        this.work = work;
        this.term = term;
    }

    /** Makes the document that the lease is on. */
    public void prepare() {
        leases.updateOne(
                eq(ID, work),
                new Document("$setOnInsert", new Document(UNTIL, null)),
                new UpdateOptions().upsert(true));
    }

    /** Takes or renews it; the document as it is then, empty where somebody else has it. */
    public Optional<Document> hold(String owner) {
        Document mine = new Document("$eq", List.of("$" + OWNER, owner));
        Document free =
                new Document("$not", List.of(new Document("$gt", List.of("$" + UNTIL, "$$NOW"))));
        Bson possible = and(eq(ID, work), expr(new Document("$or", List.of(mine, free))));
        Document lease =
                new Document(OWNER, owner)
                        .append(UNTIL, new Document("$add", List.of("$$NOW", term.toMillis())));
        return Optional.ofNullable(
                leases.findOneAndUpdate(
                        possible,
                        List.of(new Document("$set", lease)),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    /** Only what this owner has. */
    public Bson ownedBy(String owner) {
        return and(eq(ID, work), eq(OWNER, owner));
    }

    /** Gives it back at once, so that another need not wait for the term. */
    public void leave(String owner) {
        leases.updateOne(
                ownedBy(owner), new Document("$unset", new Document(OWNER, "").append(UNTIL, "")));
    }
}
