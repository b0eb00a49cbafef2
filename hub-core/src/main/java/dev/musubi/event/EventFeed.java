package dev.musubi.event;

import dev.musubi.identity.Node;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The consumer's side of the log: what waits, and what became of it. Thread safe. */
public final class EventFeed {

    private final EventStore events;
    private final WeakEventStore weak;
    private final Progress progress;

    EventFeed(EventStore events, WeakEventStore weak, Progress progress) {
        this.events = events;
        this.weak = weak;
        this.progress = progress;
    }

    /**
     * The oldest received events of these slots, oldest first, at most {@code limit}.
     *
     * @param since nothing that came in earlier is looked at: applied events leave empty places in
     *     the index, and skipping them again at every look costs more than the look
     */
    public List<StoredEvent> received(Collection<Integer> slots, Instant since, int limit) {
        return events.received(slots, since, limit);
    }

    /** Of these events, those that still wait. */
    public List<StoredEvent> stillReceived(Collection<StoredEvent> suspects) {
        Set<String> waiting =
                events.waiting(Follower.PEOPLE, suspects.stream().map(StoredEvent::key).toList());
        return suspects.stream().filter(e -> waiting.contains(e.key())).toList();
    }

    /**
     * Marks events applied within the transaction that applies them.
     *
     * @return how many were still received; fewer than asked means that another worker was there
     *     first, and the transaction has to be given up
     */
    public long applied(Transaction transaction, Collection<String> keys) {
        return events.applied(transaction, Follower.PEOPLE, keys);
    }

    /** To be called after the commit: wakes those who wait for these events. */
    public void committed(Collection<String> keys) {
        progress.moved(keys);
    }

    /** Sets an event aside that cannot be applied. */
    public void dead(String key, String reason) {
        events.dead(Follower.PEOPLE, key, reason);
        progress.moved(List.of(key));
    }

    /** Every applied event at home in these nodes, as the transaction sees them. */
    public void atHome(
            Transaction transaction, Collection<String> homes, Consumer<StoredEvent> each) {
        events.applied(transaction, homes, each);
    }

    /** The first applied events at home in this node, in the order of event time. */
    public List<StoredEvent> atHome(Transaction transaction, Node home, int limit) {
        return weak.applied(transaction, home.key(), limit);
    }

    /**
     * Makes everybody who is about to apply an event at home in this node decide again: they may
     * not know yet what this transaction decides.
     */
    public void disturb(Transaction transaction, Node home) {
        weak.disturb(transaction, home.key());
    }

    /**
     * The first applied events at home in this node in a span of event time, both ends included.
     *
     * @param until absent: without end
     */
    public List<StoredEvent> atHome(
            Transaction transaction, Node home, Instant since, @Nullable Instant until, int limit) {
        return weak.applied(transaction, home.key(), since, until, limit);
    }

    /**
     * The first applied event behind that place that names this node and is at home in one with
     * merging power.
     *
     * @param until of event time, included; absent: without end
     */
    public Optional<StoredEvent> nextBeside(
            Transaction transaction, Node node, Position behind, @Nullable Instant until) {
        return weak.nextBeside(transaction, node.key(), behind, until);
    }

    /**
     * The applied events of then or later that name this node and are at home in one with merging
     * power, in event time.
     *
     * @param each whether to go on
     */
    public void beside(
            Transaction transaction, Node node, Instant since, Predicate<StoredEvent> each) {
        weak.beside(transaction, node.key(), since, each);
    }

    /**
     * Makes everybody who is about to apply an event of then or later that names this node decide
     * again: they may not know yet what this transaction decides.
     */
    public void disturb(Transaction transaction, Node named, Instant since) {
        weak.disturb(transaction, named.key(), since);
    }

    /** When the oldest event that waits came in. */
    public Optional<Instant> oldestReceived() {
        return events.oldestReceived();
    }

    /**
     * Called, on the appending thread, whenever new events are durable: an earlier wake-up, no
     * more.
     */
    public void onAppend(Runnable wakeUp) {
        progress.onAppend(wakeUp);
    }

    /** Called, on the waiting thread, whenever somebody waits until events have been applied. */
    public void onAwait(Runnable hurry) {
        progress.onAwait(hurry);
    }
}
