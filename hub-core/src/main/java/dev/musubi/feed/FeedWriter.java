package dev.musubi.feed;

import dev.musubi.feed.CommittedStore.Stream;
import dev.musubi.feed.EntryStore.Position;
import dev.musubi.feed.EntryStore.WrittenElsewhere;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.History;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the feed behind the store, one hub of all by lease.
 *
 * <p>The entries of a look and the token that they reach to are one transaction, and it holds only
 * where the feed ended at the token that the look began at. So whoever dies, and whoever else
 * believes to have the lease, each change is in the feed once, and its number is one more than that
 * of the change before. After any failure the position is read again, because a commit without an
 * answer may have happened.
 */
final class FeedWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedWriter.class);

    static final Duration TERM = Duration.ofSeconds(10);

    private static final Duration RENEW = Duration.ofSeconds(2);
    private static final Duration STANDBY = Duration.ofSeconds(1);
    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(15);

    /**
     * From one look to the next. A stream that waits is woken by every write to the database; and
     * what changes several times meanwhile is told once.
     */
    private static final Duration PACE = Duration.ofMillis(250);

    /** A token that nothing moves falls out of the server's memory. */
    private static final Duration KEEP_TOKEN_FRESH = Duration.ofSeconds(10);

    private static final int MOST_CHANGES = 2_000;

    private final String id = Ids.next();
    private final EntryStore store;
    private final CommittedStore committed;
    private final Transactions transactions;
    private final FeedMetrics metrics;
    private final Clock clock;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread;

    private volatile boolean closed;
    private volatile boolean owner;
    private volatile @Nullable Instant complete;
    private boolean lost;
    private boolean troubled;
    private long renewAt = System.nanoTime();
    private long savedAt = System.nanoTime();
    private @Nullable Position position;
    private @Nullable Stream stream;

    FeedWriter(
            DocumentStore documents,
            EntryStore store,
            CommittedStore committed,
            MeterRegistry registry,
            Clock clock) {
        this.store = store;
        this.committed = committed;
        this.transactions = new Transactions(documents);
        this.metrics = new FeedMetrics(registry, () -> owner, this::lag);
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("profile-changes").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Since when something may be missing in the feed; none where another hub writes it. */
    private Duration lag() {
        Instant until = complete;
        Duration lag = until == null ? Duration.ZERO : Duration.between(until, clock.instant());
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    private void run() {
        while (!closed) {
            try {
                boolean more = holds() && write();
                troubled = false;
                if (!more) {
                    pause(owner ? PACE : STANDBY);
                }
            } catch (History.Lost e) {
                LOG.warn("what changed is not known any more: {}", e.getMessage());
                closeStream();
                lost = true;
            } catch (WrittenElsewhere | Contended e) {
                LOG.info("the end of the feed is read again: another hub was there");
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
            LOG.info("this hub writes the feed of changes now");
            position = held.get();
            complete = clock.instant();
            owner = true;
        } else if (held.isEmpty() && owner) {
            LOG.info("another hub writes the feed of changes now");
            standBy();
            renewAt = System.nanoTime() + RENEW.toNanos();
        }
        return owner;
    }

    /** Whether there may be more right now. */
    private boolean write() {
        Position before = Objects.requireNonNull(position);
        if (lost) {
            tellLoss(before);
            return true;
        }
        Instant lookedAt = clock.instant();
        Stream from = stream == null ? committed.after(before.token()) : stream;
        stream = from;
        Step step = new Step(before.at(), MOST_CHANGES);
        Change change = from.next();
        while (change != null) {
            step.add(change);
            change = step.hasRoom() ? from.next() : null;
        }
        List<Change> changes = step.changes();
        BsonDocument reached = from.token();
        boolean old = System.nanoTime() - savedAt >= KEEP_TOKEN_FRESH.toNanos();
        if (reached != null && !reached.equals(before.token()) && (!changes.isEmpty() || old)) {
            save(before, reached, changes, step.at());
        }
        complete = step.hasRoom() ? lookedAt : step.at();
        return !step.hasRoom();
    }

    /** The feed goes on from now; whoever reads everything after this entry misses nothing. */
    private void tellLoss(Position before) {
        BsonDocument now = committed.now();
        Change loss = Change.lost(clock.instant()).notBefore(before.at());
        save(before, now, List.of(loss), loss.at());
        lost = false;
    }

    private void save(Position before, BsonDocument reached, List<Change> changes, Instant at) {
        Position after = new Position(reached, before.seq() + changes.size(), at);
        transactions.run(
                tx -> {
                    store.write(tx, id, before, after, changes);
                    return after;
                });
        position = after;
        savedAt = System.nanoTime();
        metrics.written(changes);
    }

    private void trouble(RuntimeException e) {
        if (!troubled) {
            LOG.warn("the feed of changes goes on in a moment: {}", reason(e));
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
        position = null;
        complete = null;
        lost = false;
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
            LOG.info("the lease on the feed is left to run out: {}", reason(away));
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

    /** Finishes what is under way, and leaves the feed to another hub. */
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
