package dev.musubi.consent;

import dev.musubi.platform.Transaction;
import java.util.Collection;
import java.util.Map;

/** The contact points that somebody asked not to be used, or that do not work. Thread safe. */
public final class Suppressions {

    private final SuppressionStore store;

    Suppressions(SuppressionStore store) {
        this.store = store;
    }

    /** One event that speaks against a contact point. */
    public record Entry(
            String channel, String contactPoint, Suppression.Kind kind, Suppression.Mark mark) {}

    /**
     * Adds these within the transaction; the newest of each kind stays, in whatever order they
     * come.
     */
    public void add(Transaction transaction, Collection<Entry> entries) {
        if (!entries.isEmpty()) {
            store.add(transaction, entries);
        }
    }

    /**
     * What speaks against these contact points, by contact point; those with nothing are left out.
     */
    public Map<String, Suppression> of(String channel, Collection<String> contactPoints) {
        return contactPoints.isEmpty() ? Map.of() : store.find(channel, contactPoints);
    }
}
