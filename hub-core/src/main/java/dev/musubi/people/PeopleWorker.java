package dev.musubi.people;

import dev.musubi.event.EventFeed;
import dev.musubi.event.StoredEvent;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker: leases slots, takes what waits in them, applies it batch by batch. A batch that loses
 * against another worker twice is halved; one that fails for a reason of its own is halved until
 * the event at fault is alone, which is set dead.
 */
final class PeopleWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeopleWorker.class);

    private static final int LARGEST_BATCH = 500;
    private static final int LARGEST_BYTES = 8 << 20;
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMillis(25);

    /** Commits overtake each other by as much: a look begins so long before the last one. */
    private static final Duration OVERLAP = Duration.ofMillis(500);

    /**
     * Clocks of hubs may differ by as much; so far back a look begins only now and then, as it walks
     * over all that was applied meanwhile.
     */
    private static final Duration FAR = Duration.ofSeconds(10);

    private static final Duration LOOK_BACK = Duration.ofSeconds(1);

    private static final Duration LOOK_AT_ALL = Duration.ofSeconds(5);

    /** Looking at all that ever came may take one part of so many of the time. */
    private static final long SELDOM = 50;

    /** Events a batch up to which the pace is as it was set; with more of them it is longer. */
    private static final int AT_EASE = 25;

    private static final long LONGER = 3;
    private static final Duration RENEW = Duration.ofSeconds(1);
    private static final Duration BACK_OFF = Duration.ofSeconds(1);

    private final String id = Ids.next();
    private final EventFeed feed;
    private final PeopleTransaction transaction;
    private final Understanding understanding;
    private final SlotLeaseStore leases;
    private final Transactions transactions;
    private final PeopleMetrics metrics;
    private final Duration pace;
    private final Clock clock;
    private final Semaphore wakeUp = new Semaphore(0);
    private final Semaphore hurry = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private int batchSize = LARGEST_BATCH;
    private Instant reached = Instant.EPOCH;
    private long notBefore = System.nanoTime();

    PeopleWorker(
            int number,
            DocumentStore store,
            EventFeed feed,
            PeopleTransaction transaction,
            Understanding understanding,
            SlotLeaseStore leases,
            PeopleMetrics metrics,
            Duration pace,
            Clock clock) {
        this.feed = feed;
        this.transaction = transaction;
        this.understanding = understanding;
        this.leases = leases;
        this.metrics = metrics;
        this.pace = pace;
        this.clock = clock;
        this.transactions = new Transactions(store);
        this.thread = Thread.ofPlatform().name("people-" + number).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** New events came in: look at once where there was nothing to do. */
    void wake() {
        signal(wakeUp);
    }

    /** Somebody waits for what came in: look at once. */
    void hurry() {
        signal(hurry);
    }

    private static void signal(Semaphore semaphore) {
        if (semaphore.availablePermits() == 0) {
            semaphore.release();
        }
    }

    private void run() {
        Set<Integer> slots = Set.of();
        long renewAt = System.nanoTime();
        long lookAtAllAt = System.nanoTime();
        long lookBackAt = System.nanoTime();
        while (!closed) {
            try {
                if (System.nanoTime() >= renewAt) {
                    Set<Integer> before = slots;
                    slots = leases.renew(id, transactions.sessionId());
                    metrics.holds(id, slots.size(), leases.term());
                    renewAt = System.nanoTime() + RENEW.toNanos();
                    lookAtAllAt = slots.equals(before) ? lookAtAllAt : System.nanoTime();
                }
                boolean awaited = pause(hurry, notBefore - System.nanoTime());
                long lookedAt = System.nanoTime();
                Instant now = clock.instant();
                boolean all = lookedAt >= lookAtAllAt;
                boolean back = awaited || lookedAt >= lookBackAt;
                lookBackAt = back ? lookedAt + LOOK_BACK.toNanos() : lookBackAt;
                Instant since = all ? Instant.EPOCH : reached.minus(back ? FAR : OVERLAP);
                List<StoredEvent> waiting =
                        slots.isEmpty()
                                ? List.of()
                                : feed.received(slots, since, batchSize);
                if (all && waiting.isEmpty()) {
                    long took = System.nanoTime() - lookedAt;
                    lookAtAllAt = lookedAt + Math.max(LOOK_AT_ALL.toNanos(), SELDOM * took);
                }
                reached = waiting.isEmpty() ? now : waiting.getFirst().receivedAt();
                if (waiting.isEmpty()) {
                    pause(wakeUp, IDLE.toNanos());
                } else {
                    List<StoredEvent> batch = bounded(waiting);
                    boolean more = waiting.size() == batchSize || batch.size() < waiting.size();
                    notBefore = System.nanoTime() + (more ? 0 : pace(batch.size()));
                    timed(batch);
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException e) {
                LOG.warn("the people consumer goes on in a moment: {}", reason(e));
                backOff();
            }
        }
    }

    /** Where more comes in than that a pace, batches are let grow: they cost less an event then. */
    private long pace(int batch) {
        return Math.clamp(
                pace.toNanos() * batch / AT_EASE, pace.toNanos(), LONGER * pace.toNanos());
    }

    /** A batch that takes too long makes the next ones smaller, a quick one larger again. */
    private void timed(List<StoredEvent> batch) {
        long start = System.nanoTime();
        apply(batch, 0);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        metrics.batch(took);
        batchSize =
                took.compareTo(LONGEST_BATCH) > 0
                        ? Math.max(1, batchSize / 2)
                        : Math.min(LARGEST_BATCH, batchSize + 50);
    }

    private static List<StoredEvent> bounded(List<StoredEvent> events) {
        int bytes = 0;
        for (int i = 0; i < events.size(); i++) {
            bytes += events.get(i).body().length();
            if (bytes > LARGEST_BYTES && i > 0) {
                return events.subList(0, i);
            }
        }
        return events;
    }

    private void apply(List<StoredEvent> batch, int losses) {
        List<Work> understood = understood(batch);
        if (understood.isEmpty()) {
            return;
        }
        try {
            transaction.prepare(understood);
            Outcome outcome = transactions.run(tx -> transaction.apply(tx, understood));
            transaction.committed(understood, outcome);
            metrics.applied(understood);
        } catch (Contended lost) {
            metrics.lost();
            again(understood.stream().map(Work::stored).toList(), losses + 1);
        } catch (Visits.Unannounced surprise) {
            metrics.lost();
            again(understood.stream().map(Work::stored).toList(), losses + 1);
        } catch (PeopleTransaction.AppliedElsewhere elsewhere) {
            List<StoredEvent> left =
                    feed.stillReceived(understood.stream().map(Work::stored).toList());
            if (!left.isEmpty()) {
                again(left, losses + 1);
            }
        } catch (StoreAway away) {
            throw away;
        } catch (RuntimeException fault) {
            isolate(understood.stream().map(Work::stored).toList(), fault);
        }
    }

    /** Reads each event on its own, so that one that nobody understands stops no other. */
    private List<Work> understood(List<StoredEvent> batch) {
        List<Work> understood = new ArrayList<>(batch.size());
        for (StoredEvent event : batch) {
            try {
                understood.add(understanding.understand(event));
            } catch (RuntimeException fault) {
                bury(event, fault);
            }
        }
        return understood;
    }

    private void again(List<StoredEvent> batch, int losses) {
        if (closed) {
            return;
        }
        jitter(losses);
        if (losses >= 2 && batch.size() > 1) {
            halves(batch, losses);
        } else {
            apply(batch, losses);
        }
    }

    private void isolate(List<StoredEvent> batch, RuntimeException fault) {
        if (batch.size() == 1) {
            bury(batch.getFirst(), fault);
        } else {
            halves(batch, 0);
        }
    }

    private void halves(List<StoredEvent> batch, int losses) {
        int middle = batch.size() / 2;
        apply(batch.subList(0, middle), losses);
        apply(batch.subList(middle, batch.size()), losses);
    }

    private void bury(StoredEvent event, RuntimeException fault) {
        LOG.warn("event {} is set dead: {}", event.key(), reason(fault));
        feed.dead(event.key(), reason(fault));
        metrics.buried();
    }

    /** The kind of a fault and what our own code says of it; never a value from an event. */
    private static String reason(RuntimeException fault) {
        boolean ours =
                fault instanceof IllegalStateException
                        || fault instanceof dev.musubi.platform.HubException;
        return fault.getClass().getSimpleName() + (ours ? ": " + fault.getMessage() : "");
    }

    /** Whether somebody ended it. */
    private static boolean pause(Semaphore until, long atMostNanos) throws InterruptedException {
        boolean ended = until.tryAcquire(atMostNanos, TimeUnit.NANOSECONDS);
        until.drainPermits();
        return ended;
    }

    private void jitter(int losses) {
        long ceiling = Math.min(200, 5L << Math.min(5, losses));
        rest(Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling)));
    }

    private void backOff() {
        rest(BACK_OFF);
    }

    private void rest(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Finishes the batch under way and gives the slots back. */
    @Override
    public void close() {
        closed = true;
        wake();
        hurry();
        try {
            thread.join();
            leases.leave(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException away) {
            LOG.info("the slots are left to run out: {}", reason(away));
        } finally {
            transactions.close();
        }
    }
}
