package dev.musubi.people;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How far everybody has been decided about anew, and who is at it: one document with a lease. */
final class ReresolutionStore {

    private static final String WORK = "reresolution";
    private static final String PLACE = "place";

    private final MongoCollection<Document> places;
    private final Lease lease;

    ReresolutionStore(DocumentStore store, Duration term) {
        this.places = store.collection(Lease.COLLECTION);
        this.lease = new Lease(store, WORK, term);
    }

    void prepare() {
        lease.prepare();
    }

    /**
     * How far it is.
     *
     * @param activation the number of the rules that came into force
     * @param after the last profile that was looked at; absent: none yet
     * @param endedAt absent while it is under way
     */
    record Place(
            int activation,
            @Nullable String after,
            Reresolution.Report report,
            Instant startedAt,
            @Nullable Instant endedAt) {}

    /** Whether this owner has the lease, taken or renewed. */
    boolean hold(String owner) {
        return lease.hold(owner).isPresent();
    }

    void leave(String owner) {
        lease.leave(owner);
    }

    Optional<Place> place() {
        return Optional.ofNullable(places.find(eq("_id", WORK)).first())
                .map(d -> d.get(PLACE, Document.class))
                .map(ReresolutionStore::read);
    }

    /**
     * Keeps how far it is.
     *
     * @return false where the lease is another's
     */
    boolean save(String owner, Place place) {
        return places.updateOne(
                                lease.ownedBy(owner),
                                new Document("$set", new Document(PLACE, document(place))))
                        .getMatchedCount()
                > 0;
    }

    private static Document document(Place place) {
        Reresolution.Report report = place.report();
        Document document =
                new Document("activation", place.activation())
                        .append("examined", report.examined())
                        .append("reconsidered", report.reconsidered())
                        .append("merged", report.merged())
                        .append("split", report.split())
                        .append("shared", report.shared())
                        .append("unshared", report.unshared())
                        .append("startedAt", Date.from(place.startedAt()));
        if (place.after() != null) {
            document.append("after", place.after());
        }
        if (place.endedAt() != null) {
            document.append("endedAt", Date.from(place.endedAt()));
        }
        return document;
    }

    private static Place read(Document d) {
        Date endedAt = d.getDate("endedAt");
        return new Place(
                d.getInteger("activation"),
                d.getString("after"),
                new Reresolution.Report(
                        d.getLong("examined"),
                        d.getLong("reconsidered"),
                        d.getLong("merged"),
                        d.getLong("split"),
                        d.getLong("shared"),
                        d.getLong("unshared"),
                        List.of()),
                d.getDate("startedAt").toInstant(),
                endedAt == null ? null : endedAt.toInstant());
    }
}
