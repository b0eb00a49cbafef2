package dev.musubi.connectors.files;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Outages;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.bson.Document;

/**
 * The collection {@code fileDates}: one small document for each file that had no date but that of
 * its disk. Kept for good: a copy of an old file must not become a new count.
 */
final class FirstDateStore {
    private static final String ID = "_id";
    private static final String DATE = "date";

    private final MongoCollection<Document> dates;

    FirstDateStore(DocumentStore documents) {
        this.dates = documents.collection("fileDates");
    }

    /** See {@link FirstDates}. */
    Instant first(String account, String hash, Instant date) {
        try {
            var kept =
                    dates.findOneAndUpdate(
                            eq(ID, account + "|" + hash),
                            Updates.setOnInsert(DATE, Date.from(date)),
                            new FindOneAndUpdateOptions()
                                    .upsert(true)
                                    .returnDocument(ReturnDocument.AFTER));
            return Objects.requireNonNull(kept).getDate(DATE).toInstant();
        } catch (MongoException e) {
            var away = Outages.of(e);
            if (away.isPresent()) {
                throw away.get();
            }
            throw e;
        }
    }
}
