package dev.musubi.quality;

import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.History;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import dev.musubi.quality.QualityStore.CountedElsewhere;
import dev.musubi.quality.QualityStore.Position;
import dev.musubi.quality.TakenStore.Stream;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts events behind the log, one hub of all by lease.
 *
 * <p>The sums of a look and the token that they reach to are one transaction, and it holds only
 * where the sums ended at the token that the look began at. So whoever dies, and whoever else
 * believes to have the lease, each event is in the sums once. After any failure the position is
 * read again, because a commit without an answer may have happened.
 */
final class SourceCounter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceCounter.class);

    static final Duration TERM = Duration.ofSeconds(10);

    private static final Duration RENEW = Duration.ofSeconds(2);
    private static final Duration STANDBY = Duration.ofSeconds(1);
    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(15);

    /**
     * From one look to the next. A stream that waits is woken by every write to the log; nobody
     * needs these figures sooner.
     */
    private static final Duration PACE = Duration.ofMillis(500);

    /** A token that nothing moves falls out of the server's memory. */
    private static final Duration KEEP_TOKEN_FRESH = Duration.ofSeconds(10);

    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_DAYS = 500;

    private final String id = Ids.next();
    private final QualityStore store;
    private final TakenStore log;
    private final Transactions transactions;
    private final QualityMetrics metrics;
    private final Clock clock;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread;

    private volatile boolean closed;
    private boolean owner;
    private boolean troubled;
    private long renewAt = System.nanoTime();
    private long savedAt = System.nanoTime();
    private @Nullable BsonDocument counted;
    private @Nullable Stream stream;

    SourceCounter(
            DocumentStore documents,
            QualityStore store,
            TakenStore log,
            QualityMetrics metrics,
            Clock clock) {
        this.store = store;
        this.log = log;
        this.transactions = new Transactions(documents);
        this.metrics = metrics;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("source-quality").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                boolean more = holds() && count();
                metrics.refreshNowAndThen();
                troubled = false;
                if (!more) {
                    pause(owner ? PACE : STANDBY);
                }
            } catch (History.Lost e) {
                LOG.warn("sources are counted from now on: {}", e.getMessage());
                closeStream();
                counted = null;
                pause(BACK_OFF);
            } catch (CountedElsewhere | Contended e) {
                LOG.info("the place in the log is read again: another hub was there");
                standBy();
            } catch (RuntimeException e) {
                trouble(e);
            }
        }
        standDown();
    }

    private boolean holds() {
        if (System.nanoTime() - renewAt < 0) {
            return owner;
        }
        Optional<Position> held = store.hold(id);
        renewAt = System.nanoTime() + RENEW.toNanos();
        if (held.isPresent() && !owner) {
            LOG.info("this hub counts what sources send now");
            owner = true;
            counted = held.get().token();
        } else if (held.isEmpty() && owner) {
            LOG.info("another hub counts what sources send now");
            standBy();
            renewAt = System.nanoTime() + RENEW.toNanos();
        }
        return owner;
    }

    /** Whether there may be more right now. */
    private boolean count() {
        Stream from = stream == null ? open() : stream;
        Sums sums = new Sums();
        Taken taken = from.next();
        while (taken != null) {
            sums.add(taken);
            taken = hasRoom(sums) ? from.next() : null;
        }
        BsonDocument before = Objects.requireNonNull(counted);
        BsonDocument reached = from.token();
        boolean old = System.nanoTime() - savedAt >= KEEP_TOKEN_FRESH.toNanos();
        if (reached != null && !reached.equals(before) && (sums.events() > 0 || old)) {
            transactions.run(
                    tx -> {
                        store.add(tx, id, before, reached, sums);
                        return sums;
                    });
            counted = reached;
            savedAt = System.nanoTime();
        }
        return !hasRoom(sums);
    }

    private static boolean hasRoom(Sums sums) {
        return sums.events() < MOST_EVENTS && sums.byDay().size() < MOST_DAYS;
    }

    /** Where nothing is known of before, the counts hold from now on, and say so. */
    private Stream open() {
        Stream opened = log.after(counted);
        stream = opened;
        if (counted == null) {
            opened.next();
            BsonDocument now = opened.token();
            if (now == null) {
                throw new StoreAway("MongoDB does not say where it is", BACK_OFF, null);
            }
            if (!store.begin(id, now, clock.instant())) {
                throw new CountedElsewhere();
            }
            counted = now;
        }
        return opened;
    }

    private void trouble(RuntimeException e) {
        if (!troubled) {
            LOG.warn("counting what sources send goes on in a moment: {}", reason(e));
        }
        troubled = true;
        standBy();
        pause(BACK_OFF);
    }

    private static @Nullable String reason(RuntimeException e) {
        return e instanceof StoreAway ? e.getMessage() : e.getClass().getSimpleName();
    }

    /** Forgets where it was: it is read again with the lease. */
    private void standBy() {
        closeStream();
        owner = false;
        counted = null;
        renewAt = System.nanoTime();
    }

    private void standDown() {
        boolean mine = owner;
        standBy();
        try {
            if (mine) {
                store.leave(id);
            }
        } catch (RuntimeException away) {
            LOG.info("the lease on counting is left to run out: {}", reason(away));
        } finally {
            transactions.close();
        }
    }

    private void closeStream() {
        Stream open = stream;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.debug("the change stream was closed already", e);
            }
        }
    }

    private void pause(Duration time) {
        try {
            if (end.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                closed = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Finishes what is under way, and leaves the counting to another hub. */
    @Override
    public void close() {
        closed = true;
        end.release();
        try {
            thread.join(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
