package dev.musubi.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the writer of the feed says of itself. */
final class FeedMetrics {

    private final Map<Change.Type, Counter> entries = new EnumMap<>(Change.Type.class);

    FeedMetrics(MeterRegistry registry, BooleanSupplier owner, Supplier<Duration> lag) {
        for (Change.Type type : Change.Type.values()) {
            entries.put(
                    type,
                    Counter.builder("musubi.feed.entries")
                            .description("entries that this hub has written to the feed")
                            .tag("type", type.wire())
                            .register(registry));
        }
        Gauge.builder("musubi.feed.lag", () -> lag.get().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("for how long the feed has been behind what is committed")
                .register(registry);
        Gauge.builder("musubi.feed.owner", () -> owner.getAsBoolean() ? 1 : 0)
                .description("whether this hub writes the feed")
                .register(registry);
    }

    void written(List<Change> changes) {
        for (Change change : changes) {
            Counter counter = entries.get(change.type());
            if (counter != null) {
                counter.increment();
            }
        }
    }
}
