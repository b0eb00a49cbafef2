package dev.musubi.console.audit;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The collections {@code looks}, one document a look, and {@code lookAlerts}. */
final class LookStore {

    private static final String ID = "_id";
    private static final String ACCOUNT = "account";
    private static final String PROFILE = "profile";
    private static final String AT = "at";
    private static final String PEOPLE = "people";
    private static final String SEEN_BY = "seenBy";

    private final MongoCollection<Document> looks;
    private final MongoCollection<Document> alerts;

    LookStore(DocumentStore store) {
        this.looks = store.collection("looks");
        this.alerts = store.collection("lookAlerts");
        looks.createIndex(Indexes.ascending(PROFILE, AT), new IndexOptions());
        looks.createIndex(Indexes.ascending(ACCOUNT, AT), new IndexOptions());
    }

    void write(Look look) {
        asked(
                () ->
                        looks.insertOne(
                                new Document(ID, Ids.next())
                                        .append(ACCOUNT, look.account())
                                        .append(PROFILE, look.profile())
                                        .append("page", look.page())
                                        .append(AT, Date.from(look.at()))));
    }

    /** At how many people the account has looked since then. */
    int people(String account, Instant since) {
        return asked(
                () ->
                        looks.distinct(
                                        PROFILE,
                                        and(eq(ACCOUNT, account), gte(AT, Date.from(since))),
                                        String.class)
                                .into(new HashSet<>())
                                .size());
    }

    /** The newest looks, newest first: of one account or at one person where they are given. */
    List<Look> newest(@Nullable String account, @Nullable String profile, int limit) {
        List<Bson> filters = new ArrayList<>();
        if (account != null) {
            filters.add(eq(ACCOUNT, account));
        }
        if (profile != null) {
            filters.add(eq(PROFILE, profile));
        }
        return asked(
                () ->
                        looks.find(filters.isEmpty() ? new Document() : and(filters))
                                .sort(Sorts.descending(filters.isEmpty() ? ID : AT))
                                .limit(limit)
                                .map(
                                        d ->
                                                new Look(
                                                        d.getString(ACCOUNT),
                                                        d.getString(PROFILE),
                                                        d.getString("page"),
                                                        d.getDate(AT).toInstant()))
                                .into(new ArrayList<>()));
    }

    /** Raises the alert of this id, or notes that it has become more. */
    void raise(Alert alert) {
        asked(
                () ->
                        alerts.updateOne(
                                eq(ID, alert.id()),
                                combine(
                                        set(ACCOUNT, alert.account()),
                                        set(PEOPLE, alert.people()),
                                        set(AT, Date.from(alert.at()))),
                                new UpdateOptions().upsert(true)));
    }

    /** Those that nobody has seen to, the newest first. */
    List<Alert> open(int limit) {
        return asked(
                () ->
                        alerts.find(exists(SEEN_BY, false))
                                .sort(Sorts.descending(AT))
                                .limit(limit)
                                .map(
                                        d ->
                                                new Alert(
                                                        d.getString(ID),
                                                        d.getString(ACCOUNT),
                                                        d.getInteger(PEOPLE),
                                                        d.getDate(AT).toInstant()))
                                .into(new ArrayList<>()));
    }

    void seen(String id, String by) {
        asked(() -> alerts.updateOne(eq(ID, id), set(SEEN_BY, by)));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException e) {
            throw new StoreAway("MongoDB does not answer", Duration.ofSeconds(2), e);
        }
    }
}
