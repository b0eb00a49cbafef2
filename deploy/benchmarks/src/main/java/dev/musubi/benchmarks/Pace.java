package dev.musubi.benchmarks;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** When requests are to be sent. Shared by all connections of a load; thread safe. */
interface Pace {

    /**
     * Waits until the next request may be sent.
     *
     * @return when it was due, by {@link System#nanoTime()}: a latency counts from there; empty
     *     where the load is over or its thread was interrupted
     */
    OptionalLong next();

    /**
     * An open loop: so many requests a second, due at fixed moments whether or not the answers
     * come. A request that is sent late is measured from when it was due.
     */
    static Pace open(double perSecond, double seconds) {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long all = Math.round(perSecond * seconds);
        AtomicLong taken = new AtomicLong();
        return () -> {
            long number = taken.getAndIncrement();
            long due = start + (long) (number * 1e9 / perSecond);
            long left = due - System.nanoTime();
            while (left > 0 && number < all && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(left);
                left = due - System.nanoTime();
            }
            return number >= all || System.nanoTime() > end || Thread.interrupted()
                    ? OptionalLong.empty()
                    : OptionalLong.of(due);
        };
    }

    /** A closed loop that sends nothing while the gate is shut. */
    static Pace gated(BooleanSupplier open, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return () -> {
            while (!open.getAsBoolean()
                    && System.nanoTime() < end
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(1_000_000);
            }
            long now = System.nanoTime();
            return now < end && !Thread.interrupted() ? OptionalLong.of(now) : OptionalLong.empty();
        };
    }

    /** A closed loop of so many requests. */
    static Pace counted(long requests) {
        AtomicLong taken = new AtomicLong();
        return () ->
                taken.getAndIncrement() < requests
                        ? OptionalLong.of(System.nanoTime())
                        : OptionalLong.empty();
    }
}
