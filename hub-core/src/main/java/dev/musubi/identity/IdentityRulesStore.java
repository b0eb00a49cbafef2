package dev.musubi.identity;

import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import dev.musubi.identity.IdentityRules.Activation;
import dev.musubi.platform.DocumentStore;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/**
 * The collection {@code identityRules}: which rules came into force when, numbered; the last are in
 * force. Documents are only added.
 */
final class IdentityRulesStore {

    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String DIGEST = "digest";
    private static final String ACTIVATED_AT = "activatedAt";

    private final MongoCollection<Document> rules;

    IdentityRulesStore(DocumentStore store) {
        // Not made here: who only looks leaves nothing behind.
        this.rules = store.database().getCollection("identityRules");
    }

    /** All activations, oldest first. */
    List<Activation> activations() {
        return rules.find()
                .sort(ascending(ID))
                .map(
                        d ->
                                new Activation(
                                        d.getInteger(VERSION),
                                        d.getString(DIGEST),
                                        d.getDate(ACTIVATED_AT).toInstant()))
                .into(new ArrayList<>());
    }

    /**
     * Adds one after so many others.
     *
     * @return false where another hub has added one since
     */
    boolean add(int before, Activation activation) {
        try {
            rules.insertOne(
                    new Document(ID, before + 1)
                            .append(VERSION, activation.version())
                            .append(DIGEST, activation.digest())
                            .append(ACTIVATED_AT, Date.from(activation.at())));
            return true;
        } catch (MongoWriteException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }
}
