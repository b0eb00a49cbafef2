package dev.musubi.event;

import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The stock consumer's side of the log: what is said of stock, products and places. Thread safe.
 */
public final class StockFeed {

    private final EventStore events;
    private final Progress progress;

    StockFeed(EventStore events, Progress progress) {
        this.events = events;
        this.progress = progress;
    }

    /**
     * The oldest received events, oldest first, at most {@code limit}.
     *
     * @param since nothing that came in earlier is looked at
     */
    public List<StoredEvent> received(Instant since, int limit) {
        return events.receivedGoods(since, limit);
    }

    /**
     * Marks events applied within the transaction that applies them.
     *
     * @return how many were still received; fewer than asked means that another worker was there
     *     first, and the transaction has to be given up
     */
    public long applied(Transaction transaction, Collection<String> keys) {
        return events.applied(transaction, Follower.STOCK, keys);
    }

    /** To be called after the commit: wakes those who wait for these events. */
    public void committed(Collection<String> keys) {
        progress.moved(keys);
    }

    /** Sets an event aside that cannot be applied. */
    public void dead(String key, String reason) {
        events.dead(Follower.STOCK, key, reason);
        progress.moved(List.of(key));
    }

    /** When the oldest event that waits came in. */
    public Optional<Instant> oldestReceived() {
        return events.oldestReceivedGoods();
    }

    /** Called, on the appending thread, whenever new events are durable. */
    public void onAppend(Runnable wakeUp) {
        progress.onAppend(wakeUp);
    }

    /** Called, on the waiting thread, whenever somebody waits until events have been applied. */
    public void onAwait(Runnable hurry) {
        progress.onAwait(hurry);
    }
}
