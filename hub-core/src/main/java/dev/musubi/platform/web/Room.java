package dev.musubi.platform.web;

import dev.musubi.platform.Drain;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;

/**
 * As many requests of a kind as are worked on at once, so that a slow store holds up its callers
 * and fills no memory. Thread safe.
 */
final class Room {

    private final String name;
    private final int size;
    private final Semaphore free;
    private final Drain drain = new Drain();
    private final Counter refused;

    /**
     * @param name of the kind, as metrics and answers say it
     * @param size how many find place
     */
    Room(String name, int size, MeterRegistry registry) {
        this.name = name;
        this.size = size;
        this.free = new Semaphore(size);
        this.refused = Refusals.of(name, registry);
        Gauge.builder("musubi.busy", this::busy)
                .description("places taken by requests that are worked on, by their kind")
                .tag("room", name)
                .register(registry);
    }

    /**
     * Says early, before a body is read, that there is no place.
     *
     * @throws Overloaded where there is none
     */
    void look() {
        if (free.availablePermits() == 0) {
            throw full();
        }
    }

    /**
     * @param weight how many places the request takes; more than there are is all of them
     * @throws Overloaded where they are not free
     */
    Place enter(int weight) {
        int taken = Math.clamp(weight, 1, size);
        if (!free.tryAcquire(taken)) {
            throw full();
        }
        if (busy() == taken) {
            drain.begins();
        }
        return new Place(taken);
    }

    private int busy() {
        return size - free.availablePermits();
    }

    private Overloaded full() {
        refused.increment();
        return new Overloaded(
                "as many requests of this kind (" + name + ") are worked on as the hub takes",
                drain.of(busy()));
    }

    /** A request's place, free again once it is left. Of one thread. */
    final class Place {
        private int taken;

        private Place(int taken) {
            this.taken = taken;
        }

        void leave() {
            if (taken > 0) {
                drain.done(taken);
                free.release(taken);
                taken = 0;
            }
        }
    }
}
