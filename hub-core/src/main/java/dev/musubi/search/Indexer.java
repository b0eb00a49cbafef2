package dev.musubi.search;

import dev.musubi.platform.History;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.search.ChangeStore.Change;
import dev.musubi.search.ChangeStore.Changes;
import dev.musubi.search.IndexWriter.IndexMissing;
import dev.musubi.search.IndexerStatus.State;
import dev.musubi.search.ProjectionStore.Held;
import dev.musubi.search.ProjectionStore.Position;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index up to date: one hub of all does, by lease.
 *
 * <p>Everything is at least once, and harmless twice: a change leads to reading the document as it
 * is now, and its version decides in the index. The position is saved after what it covers was
 * written. Where the position is lost, or the index is another than the one that was filled, a
 * sweep over all documents goes along with the stream, which is opened first: what changes during
 * the sweep is seen by the stream, what changed before it by the sweep.
 *
 * <p>A new index, asked for or because the layout is another, is filled the same way beside the one
 * that is searched, which gets the changes too, and takes its place when the sweep has ended.
 */
public final class Indexer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

    /**
     * From one write to the next: what changes meanwhile is written once, and the index makes it
     * visible once. A change after a quiet time is written without delay.
     */
    private static final Duration PACE = Duration.ofMillis(400);

    /**
     * From one look to the next where nothing has changed. The server would wait for a change as
     * well, and wake up at every write of anything to see whether it is one.
     */
    private static final Duration IDLE = Duration.ofMillis(50);

    private static final Duration RENEW = Duration.ofSeconds(2);
    private static final Duration LOOK_AT_INDEX = Duration.ofSeconds(5);
    private static final Duration KEEP_TOKEN_FRESH = Duration.ofSeconds(10);
    private static final Duration PURGE = Duration.ofHours(1);

    /** No writer of an older version is on its way for so long. */
    private static final Duration KEEP_TOMBSTONES = Duration.ofDays(1);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration STANDBY = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(15);
    private static final int MOST_PENDING = 1_000;
    private static final int PAGE = 500;
    private static final int PAGES_AT_ONCE = 4;

    private final String id = Ids.next();
    private final IndexSource source;
    private final SearchIndex index;
    private final ProjectionStore projection;
    private final ChangeStore changes;
    private final IndexWriter writer;
    private final IndexerMetrics metrics;
    private final Sweep sweep;
    private final Clock clock;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread;
    private final Set<String> pending = new LinkedHashSet<>();

    private volatile boolean closed;
    private volatile State state = State.STANDBY;
    private volatile @Nullable Instant behindSince;
    private volatile @Nullable String reason;
    private volatile int waiting;

    private @Nullable Position position;
    private @Nullable BsonDocument reached;
    private @Nullable Changes stream;
    private @Nullable Instant reachedAt;
    private boolean drained;
    private boolean owner;
    private boolean rebuild;
    private long renewAt;
    private long lookAtIndexAt;
    private long saveAt;
    private long purgeAt = System.nanoTime();
    private long writeAt = System.nanoTime();
    private int failures;

    Indexer(
            IndexSource source,
            SearchIndex index,
            ProjectionStore projection,
            ChangeStore changes,
            MeterRegistry registry,
            Clock clock) {
        this.source = source;
        this.index = index;
        this.projection = projection;
        this.changes = changes;
        this.metrics = new IndexerMetrics(registry, index.name(), this::status);
        this.sweep = new Sweep(source.count());
        this.writer = new IndexWriter(source.read(), index, metrics);
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("indexer-" + index.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** What it is doing now. */
    public IndexerStatus status() {
        Instant since = behindSince;
        Duration lag = since == null ? Duration.ZERO : Duration.between(since, clock.instant());
        return new IndexerStatus(
                state,
                lag.isNegative() ? Duration.ZERO : lag,
                waiting,
                sweep.share(),
                metrics.poisonedSoFar(),
                reason);
    }

    private void run() {
        while (!closed) {
            try {
                if (holds()) {
                    step();
                    failures = 0;
                } else {
                    pause(STANDBY);
                }
            } catch (History.Lost e) {
                LOG.warn("the index follows from now on and sweeps: {}", e.getMessage());
                forget();
            } catch (IndexMissing e) {
                LOG.warn("the index is gone; it is made and filled again");
                writer.forget();
                lookAtIndexAt = System.nanoTime();
            } catch (StoreAway e) {
                away(e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("the indexer goes on in a moment", e);
                away(e.getClass().getSimpleName());
            }
        }
        standDown();
    }

    /** Whether this hub is the one that keeps the index. */
    private boolean holds() {
        if (System.nanoTime() - renewAt < 0) {
            return owner;
        }
        Optional<Held> held = projection.hold(id);
        renewAt = System.nanoTime() + RENEW.toNanos();
        if (held.isPresent() && held.get().rebuild()) {
            rebuild = true;
            lookAtIndexAt = System.nanoTime();
        }
        if (held.isPresent() && !owner) {
            LOG.info("this hub keeps the index {} now", index.name());
            owner = true;
            position = held.get().position();
            lookAtIndexAt = System.nanoTime();
            state = State.WAITING;
        } else if (held.isEmpty() && owner) {
            LOG.info("another hub keeps the index {} now", index.name());
            standBy();
        }
        return owner;
    }

    private void step() {
        if (System.nanoTime() - lookAtIndexAt >= 0) {
            lookAtIndex();
        }
        if (stream == null) {
            follow();
        }
        collect();
        flush();
        sweep();
        purge();
    }

    /** What was retired long ago is taken out; while an index is filled, that can wait. */
    private void purge() {
        if (System.nanoTime() - purgeAt >= 0 && known().swept() == null) {
            index.purge(clock.instant().minus(KEEP_TOMBSTONES));
            purgeAt = System.nanoTime() + PURGE.toNanos();
        }
    }

    /** Makes the index where it is missing; another one than before is filled from the start. */
    private void lookAtIndex() {
        if (rebuild) {
            index.prepare();
            index.begin();
            writer.forget();
            projection.begun(id);
            rebuild = false;
            LOG.info("a new index {} is filled beside the one that is searched", index.name());
        }
        String now = index.prepare();
        lookAtIndexAt = System.nanoTime() + LOOK_AT_INDEX.toNanos();
        Position before = position;
        if (before != null && !before.index().equals(now)) {
            LOG.info("the index {} is empty: everything is written into it", index.name());
            writer.forget();
            save(new Position(before.token(), now, "", 0));
        } else if (before != null && before.swept() == null) {
            index.serve();
        } else if (before == null) {
            closeStream();
            stream = changes.after(null);
            stream.next();
            save(new Position(tokenOf(stream), now, "", 0));
            closeStream();
        }
    }

    private static BsonDocument tokenOf(Changes stream) {
        BsonDocument token = stream.token();
        if (token == null) {
            throw new StoreAway("MongoDB does not say where it is", SHORTEST_WAIT, null);
        }
        return token;
    }

    private void follow() {
        Position from = known();
        stream = changes.after(from.token());
        reached = from.token();
        state = from.swept() == null ? State.FOLLOWING : State.SWEEPING;
        if (from.swept() != null && behindSince == null) {
            behindSince = clock.instant();
        }
    }

    /** Takes the changes that are there, and those that come until the next write is due. */
    private void collect() {
        Changes from = stream;
        if (from == null) {
            return;
        }
        take(from);
        if (pending.isEmpty() && known().swept() == null) {
            pause(IDLE);
        }
        long early = writeAt - System.nanoTime();
        if (!pending.isEmpty() && early > 0) {
            pause(Duration.ofNanos(early));
            take(from);
        }
    }

    /** Takes the changes that are there. */
    private void take(Changes from) {
        do {
            Change change = from.next();
            drained = change == null;
            if (change == null) {
                BsonDocument now = from.token();
                reached = now == null ? reached : now;
                return;
            }
            pending.add(change.id());
            reached = change.token();
            reachedAt = change.at();
            waiting = pending.size();
            if (behindSince == null) {
                behindSince = change.at();
            }
        } while (from.hasMore() && pending.size() < MOST_PENDING);
    }

    /** Writes what has changed, then keeps the position that this covers. */
    private void flush() {
        Position now = known();
        boolean changed = !pending.isEmpty();
        if (changed) {
            writeAt = System.nanoTime() + PACE.toNanos();
            if (now.swept() == null) {
                writer.writeChanged(pending);
            } else {
                writer.write(pending, true);
            }
            pending.clear();
            waiting = 0;
        }
        reason = null;
        if (now.swept() == null) {
            // Behind what was written there may be more, until the stream has nothing to give.
            behindSince = drained ? null : reachedAt;
            state = State.FOLLOWING;
        } else {
            state = State.SWEEPING;
        }
        BsonDocument token = reached;
        if (token != null
                && !token.equals(now.token())
                && (changed || System.nanoTime() - saveAt >= 0)) {
            save(new Position(token, now.index(), now.swept(), now.done()));
        }
    }

    /** Writes the next pages of a sweep, where one is under way. */
    private void sweep() {
        for (int page = 0; page < PAGES_AT_ONCE && owner && !closed; page++) {
            Position now = known();
            String swept = now.swept();
            if (swept == null) {
                return;
            }
            sweep.goOn(swept);
            List<String> ids = source.ids().after(swept.isEmpty() ? null : swept, PAGE);
            if (ids.isEmpty()) {
                LOG.info("all {} are in the index", index.name());
                sweep.end();
                save(new Position(now.token(), now.index(), null, now.done()));
                index.serve();
            } else {
                writer.write(ids, false);
                sweep.swept(ids.size(), ids.getLast());
                long done = now.done() + ids.size();
                save(new Position(now.token(), now.index(), ids.getLast(), done));
            }
        }
    }

    private Position known() {
        Position known = position;
        if (known == null) {
            throw new StoreAway("the position is not known yet", SHORTEST_WAIT, null);
        }
        return known;
    }

    private void save(Position next) {
        if (projection.save(id, next)) {
            position = next;
            saveAt = System.nanoTime() + KEEP_TOKEN_FRESH.toNanos();
        } else {
            standBy();
            renewAt = System.nanoTime();
        }
    }

    /** The history is lost: begin from now, and look at everything. */
    private void forget() {
        closeStream();
        position = null;
        lookAtIndexAt = System.nanoTime();
        if (behindSince == null) {
            behindSince = clock.instant();
        }
    }

    /** A store is away: what is pending stays so, the stream is opened again from the position. */
    private void away(@Nullable String why) {
        if (failures == 0) {
            LOG.warn("the indexer waits: {}", why);
        }
        reason = why;
        if (owner) {
            state = State.WAITING;
            if (behindSince == null) {
                behindSince = clock.instant();
            }
        }
        closeStream();
        lookAtIndexAt = System.nanoTime();
        long longest =
                Math.min(
                        LONGEST_WAIT.toMillis(), SHORTEST_WAIT.toMillis() << Math.min(failures, 5));
        failures++;
        pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest)));
    }

    private void standBy() {
        closeStream();
        writer.forget();
        owner = false;
        position = null;
        pending.clear();
        waiting = 0;
        behindSince = null;
        reason = null;
        sweep.end();
        state = State.STANDBY;
    }

    private void standDown() {
        boolean mine = owner;
        standBy();
        if (mine) {
            try {
                projection.leave(id);
            } catch (StoreAway e) {
                LOG.info("the lease of the index runs out by itself");
            }
        }
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
        reached = null;
    }

    private void pause(Duration time) {
        try {
            if (end.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                closed = true;
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Finishes what is under way, and gives the index to another hub. */
    @Override
    public void close() {
        closed = true;
        end.release();
        try {
            if (thread.isAlive()) {
                thread.join(GOODBYE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
