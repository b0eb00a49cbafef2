package dev.musubi.connectors.crm;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Outages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The collection {@code memberSnapshots}: what each CRM said last of each member, one document a
 * source and member. Its ids sort as the members of a file do.
 */
final class MemberSnapshotStore {
    private static final String ID = "_id";
    private static final String MEMBER = "member";
    private static final String CONTENT = "content";
    private static final String CONSENTS = "consents";
    private static final String KEY = "key";
    private static final String GRANTED = "granted";
    private static final String STATED = "stated";
    private static final String AS_OF = "asOf";
    private static final String TIME = "time";
    private static final String LEFT = "left";

    private final MongoCollection<Document> snapshots;

    MemberSnapshotStore(DocumentStore documents) {
        this.snapshots = documents.collection("memberSnapshots");
    }

    /** Those of these members that are known. */
    Map<String, Known> find(String source, Collection<String> keys) {
        var known = new HashMap<String, Known>();
        for (var one : read(in(ID, keys.stream().map(key -> id(source, key)).toList()))) {
            known.put(one.key(), one);
        }
        return known;
    }

    /** The next members of a source after a key, in the order of their keys. */
    List<Known> after(String source, String key, int limit) {
        // A source has no bar and a key is hexadecimal: all of a source lies before the g.
        var range = and(gt(ID, id(source, key)), lt(ID, source + "|g"));
        return reached(
                () -> {
                    var page = new ArrayList<Known>();
                    snapshots
                            .find(range)
                            .sort(Sorts.ascending(ID))
                            .limit(limit)
                            .forEach(one -> page.add(known(one)));
                    return page;
                });
    }

    /** Keeps what is known now; of what another hub keeps, the later file's holds. */
    void save(String source, List<Known> known) {
        if (known.isEmpty()) {
            return;
        }
        var writes =
                known.stream()
                        .map(
                                one ->
                                        new ReplaceOneModel<>(
                                                and(
                                                        eq(ID, id(source, one.key())),
                                                        lte(AS_OF, Date.from(one.asOf()))),
                                                document(source, one),
                                                new ReplaceOptions().upsert(true)))
                        .toList();
        reached(
                () -> {
                    try {
                        return snapshots.bulkWrite(writes, new BulkWriteOptions().ordered(false));
                    } catch (MongoBulkWriteException e) {
                        if (e.getWriteErrors().stream().allMatch(MemberSnapshotStore::laterIsKept)
                                && e.getWriteConcernError() == null) {
                            return e.getWriteResult();
                        }
                        throw e;
                    }
                });
    }

    private static boolean laterIsKept(com.mongodb.bulk.BulkWriteError error) {
        return ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }

    private List<Known> read(Bson filter) {
        return reached(
                () -> {
                    var all = new ArrayList<Known>();
                    snapshots.find(filter).forEach(one -> all.add(known(one)));
                    return all;
                });
    }

    private static Document document(String source, Known known) {
        var consents =
                known.consents().entrySet().stream()
                        .map(one -> new Document(KEY, one.getKey()).append(GRANTED, one.getValue()))
                        .toList();
        return new Document(ID, id(source, known.key()))
                .append(MEMBER, known.member())
                .append(CONTENT, known.content())
                .append(CONSENTS, consents)
                .append(STATED, Date.from(known.stated()))
                .append(AS_OF, Date.from(known.asOf()))
                .append(TIME, Date.from(known.time()))
                .append(LEFT, known.left());
    }

    private static Known known(Document document) {
        var id = document.getString(ID);
        var consents = new TreeMap<String, Boolean>();
        for (var consent : document.getList(CONSENTS, Document.class, List.of())) {
            consents.put(consent.getString(KEY), consent.getBoolean(GRANTED));
        }
        return new Known(
                id.substring(id.indexOf('|') + 1),
                document.getString(MEMBER),
                document.getString(CONTENT),
                consents,
                instant(document, STATED),
                instant(document, AS_OF),
                instant(document, TIME),
                document.getBoolean(LEFT, false));
    }

    private static Instant instant(Document document, String field) {
        return document.getDate(field).toInstant();
    }

    private static String id(String source, String key) {
        return source + "|" + key;
    }

    /** With an outage told from a mistake of ours. */
    static <T> T reached(Supplier<T> work) {
        try {
            return work.get();
        } catch (MongoException e) {
            var away = Outages.of(e);
            if (away.isPresent()) {
                throw away.get();
            }
            throw e;
        }
    }
}
