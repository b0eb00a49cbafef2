package dev.musubi.console.account;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The collection {@code accounts}: one document an account, its password as an Argon2 hash. */
final class AccountStore {

    private static final int DUPLICATE = 11000;
    private static final String ID = "_id";
    private static final String HASH = "hash";
    private static final String ROLE = "role";
    private static final String STAMP = "stamp";
    private static final String CLOSED_AT = "closedAt";

    private final MongoCollection<Document> accounts;

    AccountStore(DocumentStore store) {
        this.accounts = store.collection("accounts");
    }

    /** An account with the hash of its password. */
    record Stored(Account account, String hash) {}

    /** Whether it was written; false where the name is taken. */
    boolean insert(Stored stored) {
        Account account = stored.account();
        try {
            accounts.insertOne(
                    new Document(ID, account.name())
                            .append(HASH, stored.hash())
                            .append(ROLE, wire(account.role()))
                            .append(STAMP, account.stamp())
                            .append("createdAt", Date.from(account.createdAt())));
            return true;
        } catch (MongoWriteException e) {
            if (e.getCode() == DUPLICATE) {
                return false;
            }
            throw e;
        }
    }

    Optional<Stored> find(String name) {
        return asked(
                () ->
                        Optional.ofNullable(accounts.find(eq(ID, name)).first())
                                .map(AccountStore::read));
    }

    List<Account> list() {
        return asked(
                () ->
                        accounts.find()
                                .sort(Sorts.ascending(ID))
                                .map(d -> read(d).account())
                                .into(new ArrayList<>()));
    }

    boolean any() {
        return accounts.find().first() != null;
    }

    /** Whether there is such an account. */
    boolean password(String name, String hash) {
        return change(name, set(HASH, hash));
    }

    boolean role(String name, Role role) {
        return change(name, set(ROLE, wire(role)));
    }

    boolean closed(String name, @Nullable Instant at) {
        return change(name, set(CLOSED_AT, at == null ? null : Date.from(at)));
    }

    private boolean change(String name, org.bson.conversions.Bson what) {
        return asked(
                () ->
                        accounts.updateOne(and(eq(ID, name)), combine(what, inc(STAMP, 1)))
                                        .getMatchedCount()
                                == 1);
    }

    private static Stored read(Document d) {
        Date closed = d.getDate(CLOSED_AT);
        return new Stored(
                new Account(
                        d.getString(ID),
                        Role.valueOf(d.getString(ROLE).toUpperCase(Locale.ROOT)),
                        d.getInteger(STAMP),
                        d.getDate("createdAt").toInstant(),
                        closed == null ? null : closed.toInstant()),
                d.getString(HASH));
    }

    private static String wire(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException e) {
            throw new StoreAway("MongoDB does not answer", Duration.ofSeconds(2), e);
        }
    }
}
