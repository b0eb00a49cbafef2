package dev.musubi.order;

import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stock consumer's side of the orders: each change of what one counts, once. Thread safe. */
public final class OrderFeed {

    private final OrderStore store;

    OrderFeed(OrderStore store) {
        this.store = store;
    }

    /**
     * A change that waits.
     *
     * @param id unique and fixed: the order and the number of its change
     * @param at when it was written
     * @param before absent where nothing counted
     */
    public record Moved(
            String id, String order, Instant at, @Nullable Effect before, @Nullable Effect after) {}

    /**
     * The oldest changes that wait, oldest first, at most {@code limit}.
     *
     * @param since nothing that was written earlier is looked at
     */
    public List<Moved> received(Instant since, int limit) {
        return store.received(since, limit);
    }

    /**
     * Marks changes applied within the transaction that applies them.
     *
     * @return how many still waited; fewer than asked means that another worker was there first,
     *     and the transaction has to be given up
     */
    public long applied(Transaction transaction, Collection<String> ids) {
        return store.applied(transaction, ids);
    }

    /** Sets a change aside that cannot be applied. */
    public void dead(String id, String reason) {
        store.dead(id, reason);
    }

    /** When the oldest change that waits was written. */
    public Optional<Instant> oldestReceived() {
        return store.oldestReceived();
    }
}
