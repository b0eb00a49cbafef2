package dev.musubi.deadletter;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import dev.musubi.deadletter.DeadLetter.State;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The collection {@code deadLetters}: one document a letter, its id the hash of its content. */
final class DeadLetterStore {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final String BY_ACCOUNT = "byAccount";

    private final MongoCollection<Document> letters;

    DeadLetterStore(DocumentStore documents) {
        letters = documents.collection("deadLetters");
        reached(
                () -> {
                    letters.createIndex(Indexes.descending(LetterCodec.KEPT_AT, LetterCodec.ID));
                    letters.createIndex(
                            Indexes.compoundIndex(
                                    Indexes.ascending(LetterCodec.STATE),
                                    Indexes.descending(LetterCodec.KEPT_AT, LetterCodec.ID)));
                    letters.createIndex(
                            Indexes.ascending(
                                    LetterCodec.STATE, LetterCodec.CHANNEL, LetterCodec.ACCOUNT),
                            new IndexOptions().name(BY_ACCOUNT));
                    return letters.createIndex(
                            Indexes.compoundIndex(
                                    Indexes.ascending(LetterCodec.CHANNEL),
                                    Indexes.descending(LetterCodec.KEPT_AT, LetterCodec.ID)));
                });
    }

    /** Whether the letter is new; an id that is there already stays as it is. */
    boolean insert(String id, Undelivered message, Instant keptAt) {
        return reached(
                () -> {
                    try {
                        letters.insertOne(LetterCodec.toDocument(id, message, keptAt));
                        return true;
                    } catch (MongoWriteException e) {
                        if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                            return false;
                        }
                        throw e;
                    } catch (DuplicateKeyException known) {
                        return false;
                    }
                });
    }

    Optional<DeadLetter> byId(String id) {
        return reached(
                () ->
                        Optional.ofNullable(letters.find(eq(LetterCodec.ID, id)).first())
                                .map(LetterCodec::toLetter));
    }

    /** Without originals and attributes: a page of them could fill the memory. */
    List<DeadLetter> newestFirst(
            DeadLetterFilter filter, @Nullable DeadLetterCursor after, int limit) {
        return reached(
                () ->
                        letters.find(matching(filter, after))
                                .projection(exclude(LetterCodec.ORIGINAL, LetterCodec.ATTRIBUTES))
                                .sort(descending(LetterCodec.KEPT_AT, LetterCodec.ID))
                                .limit(limit)
                                .map(LetterCodec::toLetter)
                                .into(new ArrayList<>()));
    }

    /** Answered by the index alone: the letters hold their originals. */
    List<OpenLetters> openByAccount(int among, int limit) {
        Document account =
                new Document(LetterCodec.CHANNEL, "$" + LetterCodec.CHANNEL)
                        .append(LetterCodec.ACCOUNT, "$" + LetterCodec.ACCOUNT);
        return reached(
                () ->
                        letters.aggregate(
                                        List.of(
                                                Aggregates.match(
                                                        eq(LetterCodec.STATE, State.OPEN.wire())),
                                                Aggregates.limit(among),
                                                Aggregates.group(
                                                        account, Accumulators.sum("open", 1L)),
                                                Aggregates.sort(Indexes.ascending(LetterCodec.ID)),
                                                Aggregates.limit(limit)))
                                .hintString(BY_ACCOUNT)
                                .map(DeadLetterStore::open)
                                .into(new ArrayList<>()));
    }

    private static OpenLetters open(Document d) {
        Document account = d.get(LetterCodec.ID, Document.class);
        return new OpenLetters(
                account.getString(LetterCodec.CHANNEL),
                account.getString(LetterCodec.ACCOUNT),
                d.getLong("open"));
    }

    /** Writes a replay down and answers the letter after it; one that is replayed stays so. */
    Optional<DeadLetter> recordAttempt(String id, Attempt attempt, Instant at) {
        List<Bson> changes = new ArrayList<>();
        changes.add(Updates.inc(LetterCodec.ATTEMPTS, 1));
        changes.add(Updates.set(LetterCodec.ATTEMPTED_AT, at));
        changes.add(Updates.set(LetterCodec.STATE, attempt.state().wire()));
        changes.add(Updates.set(LetterCodec.RESULTS, LetterCodec.toDocuments(attempt.results())));
        if (attempt.reason() != null) {
            changes.add(Updates.set(LetterCodec.REASON, attempt.reason()));
        }
        Optional<DeadLetter> changed =
                reached(
                        () ->
                                Optional.ofNullable(
                                                letters.findOneAndUpdate(
                                                        and(
                                                                eq(LetterCodec.ID, id),
                                                                eq(
                                                                        LetterCodec.STATE,
                                                                        State.OPEN.wire())),
                                                        Updates.combine(changes),
                                                        new FindOneAndUpdateOptions()
                                                                .returnDocument(
                                                                        ReturnDocument.AFTER)))
                                        .map(LetterCodec::toLetter));
        return changed.isPresent() ? changed : byId(id);
    }

    private static Bson matching(DeadLetterFilter filter, @Nullable DeadLetterCursor after) {
        List<Bson> parts = new ArrayList<>();
        if (filter.channel() != null) {
            parts.add(eq(LetterCodec.CHANNEL, filter.channel()));
        }
        if (filter.state() != null) {
            parts.add(eq(LetterCodec.STATE, filter.state().wire()));
        }
        if (after != null) {
            parts.add(
                    or(
                            lt(LetterCodec.KEPT_AT, after.keptAt()),
                            and(
                                    eq(LetterCodec.KEPT_AT, after.keptAt()),
                                    lt(LetterCodec.ID, after.id()))));
        }
        return parts.isEmpty() ? new Document() : and(parts);
    }

    private static <T> T reached(Supplier<T> work) {
        try {
            return work.get();
        } catch (MongoException e) {
            throw new StoreAway("the dead letters cannot be reached", RETRY_AFTER, e);
        }
    }
}
