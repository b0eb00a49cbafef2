package dev.musubi.inventory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the stock consumer says of itself. */
final class StockMetrics {

    private final Counter applied;
    private final Counter dead;
    private final Counter lost;
    private final Timer batches;
    private final AtomicBoolean owner = new AtomicBoolean();

    StockMetrics(
            MeterRegistry registry,
            Clock clock,
            Supplier<Optional<Instant>> oldestEvent,
            Supplier<Optional<Instant>> oldestOrder) {
        this.applied =
                Counter.builder("musubi.stock.applied")
                        .description("events and changes of orders booked into stock and catalogue")
                        .register(registry);
        this.dead =
                Counter.builder("musubi.stock.dead")
                        .description("events and changes set aside because they cannot be booked")
                        .register(registry);
        this.lost =
                Counter.builder("musubi.stock.conflicts")
                        .description("batches given up and read again")
                        .register(registry);
        this.batches =
                Timer.builder("musubi.stock.batch")
                        .description("time of a batch, from its first read to its commit")
                        .register(registry);
        Gauge.builder(
                        "musubi.stock.lag",
                        () ->
                                Stream.of(oldestEvent.get(), oldestOrder.get())
                                                .flatMap(Optional::stream)
                                                .map(at -> Duration.between(at, clock.instant()))
                                                .max(Duration::compareTo)
                                                .orElse(Duration.ZERO)
                                                .toMillis()
                                        / 1000.0)
                .baseUnit("seconds")
                .description("age of the oldest event or change that waits for the stock consumer")
                .register(registry);
        Gauge.builder("musubi.stock.owner", () -> owner.get() ? 1 : 0)
                .description("whether this hub books stock")
                .register(registry);
    }

    void owner(boolean now) {
        owner.set(now);
    }

    void timed(Runnable batch) {
        batches.record(batch);
    }

    void applied(int number) {
        applied.increment(number);
    }

    void buried() {
        dead.increment();
    }

    void lost() {
        lost.increment();
    }
}
