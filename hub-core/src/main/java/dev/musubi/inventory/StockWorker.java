package dev.musubi.inventory;

import dev.musubi.catalog.Catalog;
import dev.musubi.catalog.Mentions;
import dev.musubi.event.StockFeed;
import dev.musubi.event.StoredEvent;
import dev.musubi.event.StoredEvents;
import dev.musubi.inventory.StockTransaction.AppliedElsewhere;
import dev.musubi.order.OrderFeed;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Lease;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what events and orders say of stock, products and places, batch by batch: one hub of all
 * does, by lease, which saves work and is no condition of correctness.
 */
final class StockWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StockWorker.class);

    private static final Duration TERM = Duration.ofSeconds(10);

    private static final Duration RENEW = Duration.ofSeconds(2);
    private static final Duration STANDBY = Duration.ofSeconds(1);

    /** From one look to the next: what comes meanwhile shares a transaction. */
    private static final Duration PACE = Duration.ofMillis(100);

    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LOOK_AT_ALL = Duration.ofSeconds(5);

    /** Looking at all that ever came may take one part of so many of the time. */
    private static final long SELDOM = 50;

    /** Clocks of hubs may differ and commits may overtake each other by as much. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private static final int LARGEST_BATCH = 200;

    private final String id = Ids.next();
    private final StockFeed events;
    private final OrderFeed orders;
    private final StockTransaction transaction;
    private final Transactions transactions;
    private final Lease lease;
    private final StockMetrics metrics;
    private final Clock clock;
    private final Semaphore hurry = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private boolean owner;
    private long renewAt = System.nanoTime();
    private long lookAtAllAt = System.nanoTime();
    private Instant recentEvents = Instant.EPOCH;
    private Instant recentOrders = Instant.EPOCH;

    StockWorker(
            DocumentStore store,
            StockFeed events,
            OrderFeed orders,
            StockTransaction transaction,
            StockMetrics metrics,
            Clock clock) {
        this.events = events;
        this.orders = orders;
        this.transaction = transaction;
        this.transactions = new Transactions(store);
        this.lease = new Lease(store, "stock", TERM);
        this.metrics = metrics;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("stock").unstarted(this::run);
        events.onAwait(this::hurry);
    }

    void start() {
        lease.prepare();
        thread.start();
    }

    private void hurry() {
        if (hurry.availablePermits() == 0) {
            hurry.release();
        }
    }

    private void run() {
        while (!closed) {
            try {
                if (holds()) {
                    boolean more = step();
                    pause(more ? Duration.ZERO : PACE);
                } else {
                    pause(STANDBY);
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException e) {
                LOG.warn("the stock consumer goes on in a moment: {}", reason(e));
                rest();
            }
        }
    }

    private boolean holds() {
        if (System.nanoTime() - renewAt >= 0) {
            boolean before = owner;
            owner = lease.hold(id).isPresent();
            metrics.owner(owner);
            renewAt = System.nanoTime() + RENEW.toNanos();
            if (owner && !before) {
                lookAtAllAt = System.nanoTime();
            }
        }
        return owner;
    }

    /** Whether there may be more right now. */
    private boolean step() {
        long lookedAt = System.nanoTime();
        Instant now = clock.instant();
        boolean all = lookedAt - lookAtAllAt >= 0;
        List<StoredEvent> said = events.received(all ? Instant.EPOCH : recentEvents, LARGEST_BATCH);
        List<OrderFeed.Moved> moved =
                orders.received(all ? Instant.EPOCH : recentOrders, LARGEST_BATCH);
        if (all && said.isEmpty() && moved.isEmpty()) {
            long took = System.nanoTime() - lookedAt;
            lookAtAllAt = lookedAt + Math.max(LOOK_AT_ALL.toNanos(), SELDOM * took);
        }
        recentEvents = (said.isEmpty() ? now : said.getFirst().receivedAt()).minus(OVERLAP);
        recentOrders = (moved.isEmpty() ? now : moved.getFirst().at()).minus(OVERLAP);
        if (!said.isEmpty()) {
            metrics.timed(() -> goods(said));
        }
        if (!moved.isEmpty()) {
            metrics.timed(() -> orders(moved));
        }
        return said.size() == LARGEST_BATCH || moved.size() == LARGEST_BATCH;
    }

    private void goods(List<StoredEvent> batch) {
        List<Catalog.Word> words = new ArrayList<>(batch.size());
        for (StoredEvent stored : batch) {
            try {
                words.add(new Catalog.Word(stored, StoredEvents.read(stored)));
            } catch (RuntimeException fault) {
                bury(stored, fault);
            }
        }
        apply(
                words,
                part -> {
                    Mentions mentioned = transactions.run(tx -> transaction.goods(tx, part));
                    transaction.committed(
                            mentioned, part.stream().map(w -> w.stored().key()).toList());
                    metrics.applied(part.size());
                },
                (word, fault) -> bury(word.stored(), fault));
    }

    private void orders(List<OrderFeed.Moved> batch) {
        apply(
                batch,
                part -> {
                    Mentions mentioned = transactions.run(tx -> transaction.orders(tx, part));
                    transaction.committed(mentioned, List.of());
                    metrics.applied(part.size());
                },
                (moved, fault) -> {
                    LOG.warn("a change of an order is set dead: {}", reason(fault));
                    orders.dead(moved.id(), reason(fault));
                    metrics.buried();
                });
    }

    private interface Burial<T> {
        void bury(T one, RuntimeException fault);
    }

    /** Whole, and by halves where one of them is at fault, until that one is alone. */
    private <T> void apply(List<T> batch, Consumer<List<T>> attempt, Burial<T> burial) {
        if (batch.isEmpty() || closed) {
            return;
        }
        try {
            attempt.accept(batch);
        } catch (Contended | AppliedElsewhere | StoreAway notNow) {
            // What is left is read again.
            metrics.lost();
            throw notNow;
        } catch (RuntimeException fault) {
            if (batch.size() == 1) {
                burial.bury(batch.getFirst(), fault);
            } else {
                int middle = batch.size() / 2;
                apply(batch.subList(0, middle), attempt, burial);
                apply(batch.subList(middle, batch.size()), attempt, burial);
            }
        }
    }

    private void bury(StoredEvent event, RuntimeException fault) {
        LOG.warn("event {} is set dead for stock: {}", event.key(), reason(fault));
        events.dead(event.key(), reason(fault));
        metrics.buried();
    }

    /** The kind of a fault and what our own code says of it; never a value from an event. */
    private static String reason(RuntimeException fault) {
        boolean ours = fault instanceof IllegalStateException || fault instanceof HubException;
        return Optional.ofNullable(fault.getMessage())
                .filter(_ -> ours)
                .orElse(fault.getClass().getSimpleName());
    }

    private void pause(Duration time) throws InterruptedException {
        if (hurry.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            hurry.drainPermits();
        }
    }

    private void rest() {
        try {
            TimeUnit.NANOSECONDS.sleep(BACK_OFF.toNanos());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Finishes the batch under way and gives the work to another hub. */
    @Override
    public void close() {
        closed = true;
        hurry();
        try {
            thread.join();
            lease.leave(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException away) {
            LOG.info("the lease on stock is left to run out: {}", reason(away));
        } finally {
            transactions.close();
        }
    }
}
