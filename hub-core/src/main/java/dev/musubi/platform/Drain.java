package dev.musubi.platform;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast something gets done right now, and so when what waits for it will be done (Little's
 * law). Thread safe.
 */
public final class Drain {

    /** Never promised sooner: {@code Retry-After} knows whole seconds. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Never promised later: nobody knows what will be in half a minute. */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    /** What was done counts for less the longer ago it was. */
    private static final double FADES = Duration.ofSeconds(2).toNanos();

    /** Below this, nothing has been done for so long that there is no rate. */
    private static final double NOTHING = 0.5;

    private static final double LEAST_SEEN = Duration.ofMillis(100).toNanos();

    private final LongSupplier nanoTime;
    private double done;
    private long fadedAt;
    private long since;

    public Drain() {
        this(System::nanoTime);
    }

    /**
     * @param nanoTime a clock as {@link System#nanoTime()} is one
     */
    public Drain(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.fadedAt = nanoTime.getAsLong();
        this.since = fadedAt;
    }

    /** Something begins to wait, and nothing did before: a rest is no part of the rate. */
    public synchronized void begins() {
        if (fade() < NOTHING) {
            since = fadedAt;
        }
    }

    /** So many have just been done. */
    public synchronized void done(int count) {
        done = fade() + count;
    }

    /** How many are done in a second now. */
    public synchronized double perSecond() {
        double seen = Math.max(LEAST_SEEN, nanoTime.getAsLong() - since);
        return fade() * 1e9 / (FADES * (1 - Math.exp(-seen / FADES)));
    }

    /**
     * When as many as wait now will have been done, within {@link #SHORTEST} and {@link #LONGEST}.
     * Of what has not moved it is believed that it will be as long again.
     */
    public synchronized Duration of(long waiting) {
        double rate = perSecond();
        double nanos = done < NOTHING ? fadedAt - since : waiting / rate * 1e9;
        return Duration.ofNanos((long) Math.clamp(nanos, SHORTEST.toNanos(), LONGEST.toNanos()));
    }

    private double fade() {
        long now = nanoTime.getAsLong();
        done *= Math.exp((fadedAt - now) / FADES);
        fadedAt = now;
        return done;
    }
}
