package dev.musubi.event;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is accepted and not applied from growing without end: looks now and then how old the
 * oldest event that waits is, and whether the disk has room, and closes the log until it is better.
 * A backlog that is shrinking is let go on, however old it is (docs/decisions/0091). Thread safe.
 */
final class Backlog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    /** Clocks of hubs may differ by as much, and commits overtake each other. */
    private static final Duration STEADY = Duration.ofMillis(100);

    /** Looking may take one part of so many of the time. */
    private static final long SELDOM = 50;

    /**
     * What is too much.
     *
     * @param lag how long an event may wait to be applied while the backlog grows
     * @param disk bytes that have to be left for MongoDB
     * @param every from one look to the next
     */
    record Bounds(Duration lag, long disk, Duration every) {}

    private record Closed(String why, long openNanos) {}

    private final BacklogStore store;
    private final Bounds bounds;
    private final Clock clock;
    private final Counter refused;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable Closed closed;
    private volatile double diskLeft = Double.NaN;
    private Duration before = Duration.ZERO;

    Backlog(BacklogStore store, Bounds bounds, MeterRegistry registry, Clock clock) {
        this.store = store;
        this.bounds = bounds;
        this.clock = clock;
        this.refused = Refusals.of("backlog", registry);
        Gauge.builder("musubi.events.closed", () -> closed == null ? 0 : 1)
                .description("1 while no event is taken because of the backlog or the disk")
                .register(registry);
        Gauge.builder("musubi.events.disk", () -> diskLeft)
                .baseUnit("bytes")
                .description("what the disk of MongoDB has left")
                .register(registry);
        this.thread = Thread.ofVirtual().name("backlog").start(this::run);
    }

    /**
     * @throws Overloaded while no more should come in
     */
    void check() {
        Closed now = closed;
        if (now != null) {
            refused.increment();
            throw new Overloaded(
                    now.why(),
                    Duration.ofNanos(
                            Math.max(
                                    Duration.ofSeconds(1).toNanos(),
                                    now.openNanos() - System.nanoTime())));
        }
    }

    private void run() {
        try {
            long pause = bounds.every().toNanos();
            while (!end.tryAcquire(pause, TimeUnit.NANOSECONDS)) {
                long start = System.nanoTime();
                look();
                pause = Math.max(bounds.every().toNanos(), SELDOM * (System.nanoTime() - start));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Duration lag = lag();
            boolean grows = lag.compareTo(before.minus(STEADY)) > 0;
            before = lag;
            OptionalLong left = store.diskLeft();
            left.ifPresent(bytes -> diskLeft = bytes);
            if (left.isPresent() && left.getAsLong() < bounds.disk()) {
                close("the disk of MongoDB is nearly full");
            } else if (lag.compareTo(bounds.lag()) > 0 && grows) {
                close("what was accepted is applied too late, and later and later");
            } else if (closed != null) {
                closed = null;
                LOG.info("events are taken again");
            }
        } catch (RuntimeException away) {
            // What was decided stands until it can be seen again.
            LOG.info("the backlog was not seen: {}", away.getClass().getSimpleName());
        }
    }

    private void close(String why) {
        if (closed == null) {
            LOG.warn("no events are taken: {}", why);
        }
        closed = new Closed(why, System.nanoTime() + bounds.every().toNanos());
    }

    private Duration lag() {
        Instant now = clock.instant();
        return store.oldest().map(oldest -> Duration.between(oldest, now)).orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        end.release();
        thread.interrupt(); // a look at a store that is away would take seconds
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
