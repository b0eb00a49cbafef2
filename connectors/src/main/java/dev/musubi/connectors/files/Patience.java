package dev.musubi.connectors.files;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what an overloaded or absent store refused, with growing pauses, until it succeeds or the
 * hub stops: a file can wait, unlike a sender.
 */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final BooleanSupplier stopping;

    /**
     * @param stopping asked often
     */
    Patience(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /**
     * @throws Stopping where the hub stops first
     */
    <T> T until(Supplier<T> work) {
        var pause = FIRST;
        while (true) {
            if (stopping.getAsBoolean()) {
                throw new Stopping();
            }
            try {
                return work.get();
            } catch (Overloaded e) {
                LOG.debug("overloaded, waiting");
                pause(longer(pause, e.retryAfter()));
            } catch (StoreAway e) {
                LOG.warn("a store is away, waiting: {}", e.getMessage());
                pause(longer(pause, e.retryAfter()));
            }
            pause = shorter(pause.multipliedBy(2), LONGEST);
        }
    }

    private void pause(Duration duration) {
        var end = System.nanoTime() + shorter(duration, LONGEST).toNanos();
        while (System.nanoTime() < end) {
            if (stopping.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                throw new Stopping();
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
