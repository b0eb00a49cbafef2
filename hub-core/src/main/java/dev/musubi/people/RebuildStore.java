package dev.musubi.people;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Lease;
import java.util.Optional;
import org.bson.Document;

/** How far a rebuild of all profiles has come, so that the next one goes on after it was killed. */
final class RebuildStore {

    private static final String ID = "rebuild-profiles";

    private final MongoCollection<Document> places;

    RebuildStore(DocumentStore store) {
        this.places = store.collection(Lease.COLLECTION);
    }

    /**
     * A rebuild that is not done.
     *
     * @param after the last profile that was folded anew
     */
    record Place(String after, Rebuild.Report report) {}

    Optional<Place> place() {
        return Optional.ofNullable(places.find(eq("_id", ID)).first())
                .map(
                        d ->
                                new Place(
                                        d.getString("after"),
                                        new Rebuild.Report(
                                                d.getLong("profiles"),
                                                d.getLong("events"),
                                                d.getLong("differed"))));
    }

    void keep(Place place) {
        places.replaceOne(
                eq("_id", ID),
                new Document("_id", ID)
                        .append("after", place.after())
                        .append("profiles", place.report().profiles())
                        .append("events", place.report().events())
                        .append("differed", place.report().differed()),
                new ReplaceOptions().upsert(true));
    }

    void done() {
        places.deleteOne(eq("_id", ID));
    }
}
