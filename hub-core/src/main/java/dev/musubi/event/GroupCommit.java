package dev.musubi.event;

import dev.musubi.platform.HubException;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Group commit: callers hand over arrivals and wait; a committer stores whatever is queued at that
 * moment with one insert. There is no timer: a batch grows only while a commit is under way. With
 * many callers the journal is flushed once for all of them (docs/decisions/0001).
 *
 * <p>Thread safe. The commit function gives, for each arrival in order, whether its id was taken
 * before; where it throws, all callers of the batch fail and may repeat.
 */
final class GroupCommit implements AutoCloseable {

    private record Entry(Arrival arrival, CompletableFuture<Boolean> taken) {}

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Function<List<Arrival>, List<Boolean>> commit;
    private final BlockingQueue<Entry> queue;
    private final int largestBatch;
    private final List<Thread> committers = new ArrayList<>();
    private volatile boolean closed;

    GroupCommit(
            Function<List<Arrival>, List<Boolean>> commit,
            int committers,
            int largestBatch,
            int capacity) {
        this.commit = commit;
        this.largestBatch = largestBatch;
        this.queue = new ArrayBlockingQueue<>(capacity);
        for (int i = 0; i < committers; i++) {
            this.committers.add(
                    Thread.ofPlatform().name("event-committer-" + i).start(this::commitLoop));
        }
    }

    /**
     * Waits until every arrival is durable.
     *
     * @return for each arrival in order, whether its id was taken before
     * @throws Overloaded where the hub is closing; some of the arrivals may be stored all the same
     * @throws StoreAway where an outcome is unknown
     */
    List<Boolean> store(List<Arrival> arrivals) {
        List<CompletableFuture<Boolean>> outcomes = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            Entry entry = new Entry(arrival, new CompletableFuture<>());
            if (closed || !queue.offer(entry)) {
                throw new Overloaded("the queue in front of the event log is full", RETRY_AFTER);
            }
            outcomes.add(entry.taken());
        }
        List<Boolean> taken = new ArrayList<>(arrivals.size());
        for (CompletableFuture<Boolean> outcome : outcomes) {
            taken.add(await(outcome));
        }
        return taken;
    }

    private static boolean await(CompletableFuture<Boolean> outcome) {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreAway("interrupted before the event was durable", RETRY_AFTER, e);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof HubException failure) {
                throw failure;
            }
            throw new StoreAway("the event log did not take the event", RETRY_AFTER, e.getCause());
        }
    }

    private void commitLoop() {
        List<Entry> batch = new ArrayList<>(largestBatch);
        while (!closed || !queue.isEmpty()) {
            try {
                Entry first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, largestBatch - 1);
                settle(batch);
            } catch (InterruptedException e) {
                closed = true;
            } finally {
                batch.clear();
            }
        }
    }

    /** Whatever the commit throws belongs to the callers; the committer itself goes on. */
    private void settle(List<Entry> batch) {
        try {
            List<Boolean> taken = commit.apply(batch.stream().map(Entry::arrival).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).taken().complete(taken.get(i));
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(entry -> entry.taken().completeExceptionally(e));
        }
    }

    /** Stores what is queued, then returns; later callers are refused. */
    @Override
    public void close() {
        closed = true;
        for (Thread committer : committers) {
            try {
                committer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (Entry left = queue.poll(); left != null; left = queue.poll()) {
            left.taken().completeExceptionally(new Overloaded("the hub is closing", RETRY_AFTER));
        }
    }
}
