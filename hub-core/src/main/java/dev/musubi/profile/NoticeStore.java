package dev.musubi.profile;

import com.mongodb.client.MongoCollection;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/**
 * The collection {@code notices}: merges and splits, written with the profiles that they change.
 */
final class NoticeStore {

    static final String COLLECTION = "notices";

    private final MongoCollection<Document> notices;

    NoticeStore(DocumentStore store) {
        this.notices = store.collection(COLLECTION);
    }

    void write(Transaction transaction, List<Notice> added, Instant now) {
        if (!added.isEmpty()) {
            notices.insertMany(
                    transaction.session(), added.stream().map(n -> document(n, now)).toList());
        }
    }

    private static Document document(Notice notice, Instant now) {
        return new Document("_id", notice.id())
                .append("kind", notice.kind().wire())
                .append("profile", notice.profile())
                .append("others", notice.others())
                .append("rule", notice.rule())
                .append("actor", notice.actor())
                .append("cause", notice.cause())
                .append("at", Date.from(now));
    }
}
