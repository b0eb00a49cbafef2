package dev.musubi.event;

import dev.musubi.platform.Drain;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Who may wait for a commit: as many events as are committed in about the time that one may take,
 * all those of an append or none. How many that are is learned from how long they really took:
 * fewer by a third once that is too long, at most once in that time, and more, bit by bit, while it
 * is not and they are needed (docs/decisions/0091). Thread safe.
 */
final class Admission {

    private static final int FIRST = 5_000;

    /** One full commit: were fewer to wait, each would wait for it all the same. */
    private static final int LEAST = 500;

    private static final double LESS = 0.7;

    /** One more for so many that went through in time. */
    private static final double MORE = 8;

    private final Duration longest;
    private final int most;
    private final long mostBytes;
    private final LongSupplier nanoTime;
    private final Drain drain;
    private final Counter refused;
    private double limit;
    private int events;
    private long bytes;
    private long loweredAt;

    /**
     * @param longest how long a commit may be waited for
     * @param most events, however fast they are committed
     * @param mostBytes of their bodies
     */
    Admission(
            Duration longest,
            int most,
            long mostBytes,
            MeterRegistry registry,
            LongSupplier nanoTime) {
        this.longest = longest;
        this.most = most;
        this.mostBytes = mostBytes;
        this.nanoTime = nanoTime;
        this.drain = new Drain(nanoTime);
        this.limit = Math.min(FIRST, most);
        this.loweredAt = nanoTime.getAsLong();
        this.refused = Refusals.of("log", registry);
        Gauge.builder("musubi.events.waiting", this::waiting)
                .description("events that wait for their commit")
                .register(registry);
        Gauge.builder("musubi.events.admitted", this::limit)
                .description("events that may wait for their commit")
                .register(registry);
    }

    /**
     * Says early, before anything is read, that so many would not be let in.
     *
     * @throws Overloaded as {@link #admit} would
     */
    synchronized void look(int count) {
        // Whoever is alone is let in: no request may be too large for an idle hub.
        if (events > 0 && (events + count > limit || bytes > mostBytes)) {
            refused.increment();
            throw new Overloaded(
                    "as many events wait for their commit as can be committed in time",
                    drain.of(events));
        }
    }

    /**
     * Lets these events wait, all of them.
     *
     * @throws Overloaded where that would take too long; none waits then
     */
    synchronized Pass admit(int count, long size) {
        look(count);
        if (events == 0) {
            drain.begins();
        }
        events += count;
        bytes += size;
        return new Pass(count, size, nanoTime.getAsLong());
    }

    synchronized int waiting() {
        return events;
    }

    synchronized double limit() {
        return limit;
    }

    private synchronized void left(Pass pass, boolean committed) {
        long now = nanoTime.getAsLong();
        if (committed) {
            drain.done(pass.count);
            learn(pass, now);
        }
        events -= pass.count;
        bytes -= pass.size;
    }

    private void learn(Pass pass, long now) {
        if (now - pass.since > longest.toNanos()) {
            if (now - loweredAt > longest.toNanos()) {
                limit = Math.max(LEAST, Math.min(limit, events) * LESS);
                loweredAt = now;
            }
        } else if (events > limit / 2) {
            limit = Math.min(most, limit + pass.count / MORE);
        }
    }

    /** The right to wait, given back once it is closed. */
    final class Pass implements AutoCloseable {
        private final int count;
        private final long size;
        private final long since;
        private boolean committed;

        private Pass(int count, long size, long since) {
            this.count = count;
            this.size = size;
            this.since = since;
        }

        /** All of them are durable. */
        void committed() {
            committed = true;
        }

        @Override
        public void close() {
            left(this, committed);
        }
    }
}
