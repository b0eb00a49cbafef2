package dev.musubi.search;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What the indexer says of itself. */
final class IndexerMetrics {

    private final Counter indexed;
    private final Counter unchanged;
    private final Counter poisoned;

    IndexerMetrics(MeterRegistry registry, String index, Supplier<IndexerStatus> status) {
        this.indexed =
                Counter.builder("musubi.search.indexed")
                        .description("documents written into the index, or newer there already")
                        .tag("index", index)
                        .register(registry);
        this.unchanged =
                Counter.builder("musubi.search.unchanged")
                        .description("documents that changed in nothing that they are found by")
                        .tag("index", index)
                        .register(registry);
        this.poisoned =
                Counter.builder("musubi.search.poisoned")
                        .description("documents that could not be written into the index")
                        .tag("index", index)
                        .register(registry);
        Gauge.builder("musubi.search.lag", () -> status.get().lag().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("for how long the index has been behind what is stored")
                .tag("index", index)
                .register(registry);
        Gauge.builder("musubi.search.pending", () -> status.get().pending())
                .description("documents known to have changed and not yet in the index")
                .tag("index", index)
                .register(registry);
        Gauge.builder("musubi.search.swept", () -> status.get().swept())
                .baseUnit("ratio")
                .description("share of all documents that a sweep has written; 1 where none is")
                .tag("index", index)
                .register(registry);
        Gauge.builder(
                        "musubi.search.owner",
                        () -> status.get().state() == IndexerStatus.State.STANDBY ? 0 : 1)
                .description("whether this hub keeps the index")
                .tag("index", index)
                .register(registry);
    }

    void indexed(int documents) {
        indexed.increment(Math.max(0, documents));
    }

    void unchanged(int documents) {
        unchanged.increment(documents);
    }

    void poisoned() {
        poisoned.increment();
    }

    long poisonedSoFar() {
        return (long) poisoned.count();
    }
}
