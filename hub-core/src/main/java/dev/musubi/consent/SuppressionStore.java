package dev.musubi.consent;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.musubi.consent.Suppression.Kind;
import dev.musubi.consent.Suppression.Mark;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The collection {@code suppressions}: one document a channel and contact point. */
final class SuppressionStore {

    private static final String ID = "_id";
    private static final String CHANNEL = "channel";
    private static final String CONTACT_POINT = "contactPoint";

    private final MongoCollection<Document> suppressions;

    SuppressionStore(DocumentStore store) {
        this.suppressions = store.collection("suppressions");
    }

    void add(Transaction transaction, Collection<Suppressions.Entry> entries) {
        List<UpdateOneModel<Document>> writes =
                entries.stream()
                        .map(
                                e ->
                                        new UpdateOneModel<Document>(
                                                eq(ID, id(e.channel(), e.contactPoint())),
                                                Updates.combine(
                                                        Updates.set(CHANNEL, e.channel()),
                                                        Updates.set(
                                                                CONTACT_POINT, e.contactPoint()),
                                                        // Documents compare field by field: the
                                                        // later time
                                                        // wins, at the same time the greater event
                                                        // key.
                                                        Updates.max(
                                                                field(e.kind()), mark(e.mark()))),
                                                new UpdateOptions().upsert(true)))
                        .toList();
        suppressions.bulkWrite(transaction.session(), writes, new BulkWriteOptions().ordered(true));
    }

    Map<String, Suppression> find(String channel, Collection<String> contactPoints) {
        Map<String, Suppression> found = new HashMap<>();
        suppressions
                .find(in(ID, contactPoints.stream().map(p -> id(channel, p)).toList()))
                .forEach(d -> found.put(d.getString(CONTACT_POINT), read(d)));
        return found;
    }

    private static Suppression read(Document d) {
        return new Suppression(
                d.getString(CHANNEL),
                d.getString(CONTACT_POINT),
                readMark(d, Kind.UNSUBSCRIBED),
                readMark(d, Kind.COMPLAINED),
                readMark(d, Kind.BOUNCED));
    }

    private static @Nullable Mark readMark(Document d, Kind kind) {
        Document mark = d.get(field(kind), Document.class);
        return mark == null
                ? null
                : new Mark(mark.getDate("at").toInstant(), mark.getString("event"));
    }

    private static Document mark(Mark mark) {
        return new Document("at", Date.from(mark.at())).append("event", mark.event());
    }

    private static String field(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String id(String channel, String contactPoint) {
        return channel + "|" + contactPoint;
    }
}
