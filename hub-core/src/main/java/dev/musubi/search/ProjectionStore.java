package dev.musubi.search;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code projections}: who keeps the index up to date, and how far that is. Times
 * are the server's, so that no clock of a hub matters.
 */
final class ProjectionStore {

    private static final String ID = "_id";
    private static final String TOKEN = "token";
    private static final String INDEX = "index";
    private static final String SWEPT = "swept";
    private static final String DONE = "done";
    private static final String REBUILD = "rebuild";
    private static final String SAVED_AT = "savedAt";
    private static final Duration SOON = Duration.ofSeconds(2);

    /**
     * How far the index is.
     *
     * @param token where the change stream goes on
     * @param index which index was filled; another one is empty
     * @param swept the last id of a sweep under way; absent where every profile was seen
     * @param done how many documents this sweep, or the last one, has seen
     */
    record Position(BsonDocument token, String index, @Nullable String swept, long done) {}

    /**
     * A lease, and what goes with it.
     *
     * @param position that the last owner left; none where there never was one
     * @param rebuild whether somebody asked for a new index since
     */
    record Held(@Nullable Position position, boolean rebuild) {}

    private final MongoCollection<Document> projections;
    private final String work;
    private final Lease lease;

    /**
     * @param work names the index
     * @param term how long the projection stays with an owner that says nothing
     */
    ProjectionStore(DocumentStore store, String work, Duration term) {
        this.projections = store.collection(Lease.COLLECTION);
        this.work = work;
        this.lease = new Lease(store, work, term);
    }

    /** How far it is, for who does not keep it; empty before anybody has begun. */
    Optional<Held> look() {
        return asked(
                () ->
                        Optional.ofNullable(projections.find(eq(ID, work)).first())
                                .map(d -> new Held(position(d), d.getBoolean(REBUILD, false))));
    }

    /** Takes or renews the lease; empty where somebody else has it. */
    Optional<Held> hold(String owner) {
        return asked(
                () ->
                        lease.hold(owner)
                                .map(d -> new Held(position(d), d.getBoolean(REBUILD, false))));
    }

    /** Makes the document that the lease is on. */
    void prepare() {
        lease.prepare();
    }

    /**
     * Keeps how far the index is.
     *
     * @return whether the owner still is the owner; nothing is kept otherwise
     */
    boolean save(String owner, Position position) {
        Document set =
                new Document(TOKEN, position.token())
                        .append(INDEX, position.index())
                        .append(SWEPT, position.swept())
                        .append(DONE, position.done());
        return asked(
                () ->
                        projections
                                        .updateOne(
                                                lease.ownedBy(owner),
                                                new Document("$set", set)
                                                        .append(
                                                                "$currentDate",
                                                                new Document(SAVED_AT, true)))
                                        .getMatchedCount()
                                == 1);
    }

    /** Asks whoever keeps the index, now or from the next start, to fill a new one. */
    void askRebuild() {
        asked(
                () ->
                        projections.updateOne(
                                eq(ID, work), new Document("$set", new Document(REBUILD, true))));
    }

    /** A new index has been begun. */
    void begun(String owner) {
        asked(
                () ->
                        projections.updateOne(
                                lease.ownedBy(owner),
                                new Document("$unset", new Document(REBUILD, ""))));
    }

    /** Gives the lease back at once, so that another need not wait for the term. */
    void leave(String owner) {
        asked(
                () -> {
                    lease.leave(owner);
                    return owner;
                });
    }

    private static @Nullable Position position(Document d) {
        Document token = d.get(TOKEN, Document.class);
        String index = d.getString(INDEX);
        Number done = d.get(DONE, Number.class);
        return token == null || index == null
                ? null
                : new Position(
                        token.toBsonDocument(),
                        index,
                        d.getString(SWEPT),
                        done == null ? 0 : done.longValue());
    }

    private static <T> T asked(Supplier<T> request) {
        try {
            return request.get();
        } catch (MongoException e) {
            throw new StoreAway(
                    "MongoDB does not answer the indexer: code " + e.getCode(), SOON, e);
        }
    }
}
