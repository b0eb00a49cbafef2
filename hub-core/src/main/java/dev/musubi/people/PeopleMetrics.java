package dev.musubi.people;

import dev.musubi.event.EventFeed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the people consumer says of itself. */
final class PeopleMetrics {

    private final Counter applied;
    private final Counter dead;
    private final Counter conflicts;
    private final Timer batches;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** Slots that a worker has until then, by {@link System#nanoTime}. */
    private record Held(int slots, long until) {
        int now() {
            return until - System.nanoTime() > 0 ? slots : 0;
        }
    }

    PeopleMetrics(MeterRegistry registry, EventFeed feed, Clock clock) {
        this.applied =
                Counter.builder("musubi.people.applied")
                        .description("events folded into profiles and orders")
                        .register(registry);
        this.dead =
                Counter.builder("musubi.people.dead")
                        .description("events set aside because they could not be applied")
                        .register(registry);
        this.conflicts =
                Counter.builder("musubi.people.conflicts")
                        .description("batches that another worker was faster than")
                        .register(registry);
        this.batches =
                Timer.builder("musubi.people.batch")
                        .description("time of a batch, from its first read to its commit")
                        .register(registry);
        Gauge.builder(
                        "musubi.people.lag",
                        () ->
                                feed.oldestReceived()
                                                .map(at -> Duration.between(at, clock.instant()))
                                                .orElse(Duration.ZERO)
                                                .toMillis()
                                        / 1000.0)
                .baseUnit("seconds")
                .description("age of the oldest event that waits")
                .register(registry);
        Gauge.builder("musubi.people.slots", () -> held.values().stream().mapToInt(Held::now).sum())
                .description("slots whose events this hub applies, of 64 of all hubs")
                .register(registry);
    }

    /** What a worker has from now on, for as long as its lease. */
    void holds(String worker, int slots, Duration term) {
        held.put(worker, new Held(slots, System.nanoTime() + term.toNanos()));
    }

    void applied(List<Work> events) {
        applied.increment(events.size());
    }

    void buried() {
        dead.increment();
    }

    void lost() {
        conflicts.increment();
    }

    void batch(Duration took) {
        batches.record(took);
    }
}
