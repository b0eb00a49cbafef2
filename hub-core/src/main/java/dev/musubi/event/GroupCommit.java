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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Group commit: callers hand over arrivals and wait; a committer stores whatever is queued at that
 * moment with one insert. There is no timer: a batch grows only while a commit is under way. With
 * many callers the journal is flushed once for all of them, and a second commit runs beside the
 * first only where that pays (docs/decisions/0001).
 *
 * <p>Thread safe. The commit function gives, for each arrival in order, whether its id was taken
 * before; where it throws, all callers of the batch fail and may repeat.
 */
final class GroupCommit implements AutoCloseable {

    private record Entry(Arrival arrival, CompletableFuture<Boolean> taken) {}

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int FEW = 16;
    private static final int MANY = 128;

    private final Function<List<Arrival>, List<Boolean>> commit;
    private final BlockingQueue<Entry> queue;
    private final int largestBatch;
    private final Duration patience;
    private final Semaphore turn = new Semaphore(1);
    private final AtomicInteger underWay = new AtomicInteger();
    private final List<Thread> committers = new ArrayList<>();
    private volatile boolean closed;

    /**
     * @param patience how long a caller waits for a store that says nothing
     */
    GroupCommit(
            Function<List<Arrival>, List<Boolean>> commit,
            int committers,
            int largestBatch,
            int capacity,
            Duration patience) {
        this.commit = commit;
        this.largestBatch = largestBatch;
        this.patience = patience;
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
        long deadline = System.nanoTime() + patience.toNanos();
        List<Boolean> taken = new ArrayList<>(arrivals.size());
        try {
            for (CompletableFuture<Boolean> outcome : outcomes) {
                taken.add(await(outcome, deadline));
            }
        } finally {
            // Whoever gives up is told so; what has not been begun by then need not be stored.
            outcomes.forEach(outcome -> outcome.cancel(false));
        }
        return taken;
    }

    private static boolean await(CompletableFuture<Boolean> outcome, long deadline) {
        try {
            return outcome.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new StoreAway("MongoDB does not answer", RETRY_AFTER, e);
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
                inTurn(batch);
            } catch (InterruptedException e) {
                closed = true;
            } finally {
                batch.clear();
            }
        }
    }

    /** Takes what is queued with the first one, and commits, as soon as that is for the best. */
    private void inTurn(List<Entry> batch) throws InterruptedException {
        boolean alone = false;
        while (!alone && !beside()) {
            alone = turn.tryAcquire(1, TimeUnit.MILLISECONDS);
        }
        queue.drainTo(batch, largestBatch - 1);
        int taken = batch.size();
        underWay.addAndGet(taken);
        try {
            settle(batch);
        } finally {
            underWay.addAndGet(-taken);
            if (alone) {
                turn.release();
            }
        }
    }

    /**
     * Whether a commit beside the one under way is worth its flush of the journal, which costs as
     * much as some fifty events: where few callers wait, each sooner has its answer; where many do,
     * both are large. In between, what waits is better kept together.
     */
    private boolean beside() {
        int committing = underWay.get();
        int waiting = queue.size();
        return committing > 0 && (waiting + committing < FEW || waiting >= MANY);
    }

    /** Whatever the commit throws belongs to the callers; the committer itself goes on. */
    private void settle(List<Entry> batch) {
        batch.removeIf(entry -> entry.taken().isDone());
        if (batch.isEmpty()) {
            return;
        }
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
