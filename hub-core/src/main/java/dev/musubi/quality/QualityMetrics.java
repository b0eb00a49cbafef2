package dev.musubi.quality;

import dev.musubi.catalog.Stubs;
import dev.musubi.quality.Lateness.Bucket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The quality of sources as gauges, read from the store at most once a minute however often they
 * are scraped. The hundred sources with most events have a name of their own, the rest is {@value
 * #OTHERS} together. Not thread safe.
 */
final class QualityMetrics {

    /** Today and yesterday: at midnight the figures must not fall to nothing. */
    static final int DAYS = 2;

    static final String OTHERS = "other";
    static final int MOST = 100;

    private static final Duration EVERY = Duration.ofMinutes(1);

    private record Measure(MultiGauge gauge, ToDoubleFunction<SourceReport> value) {}

    private final Supplier<QualityReport> report;
    private final MeterRegistry registry;
    private final List<Measure> measures = new ArrayList<>();
    private long refreshAt = System.nanoTime();

    QualityMetrics(MeterRegistry registry, Supplier<QualityReport> report) {
        this.registry = registry;
        this.report = report;
        measure(
                "musubi.source.events",
                "events that were ever counted",
                "events",
                r -> (double) r.ever());
        measure(
                "musubi.source.person.share",
                "share of events with a person, today's and yesterday's",
                null,
                r -> r.counts().personShare().orElse(Double.NaN));
        measure(
                "musubi.source.lateness.p95.seconds",
                "what 95 of 100 events are at most late, today's and yesterday's",
                "seconds",
                r -> seconds(r.counts().lateness()));
        measure(
                "musubi.source.unknown.skus",
                "SKUs that it mentioned first and no source describes",
                null,
                r -> (double) r.unknownSkus().count());
        measure(
                "musubi.source.unknown.locations",
                "locations that it mentioned first and no source describes",
                null,
                r -> (double) r.unknownLocations().count());
        measure("musubi.source.dead", "events that are dead now", null, r -> (double) r.dead());
    }

    private void measure(
            String name,
            String description,
            @Nullable String unit,
            ToDoubleFunction<SourceReport> value) {
        MultiGauge.Builder gauge = MultiGauge.builder(name).description(description);
        measures.add(
                new Measure(
                        (unit == null ? gauge : gauge.baseUnit(unit)).register(registry), value));
    }

    /** Reads anew where the last reading is a minute old. */
    void refreshNowAndThen() {
        if (System.nanoTime() - refreshAt >= 0) {
            // A reading that fails is not repeated at once either.
            refreshAt = System.nanoTime() + EVERY.toNanos();
            refresh();
        }
    }

    void refresh() {
        List<SourceReport> named = named(report.get().sources(), MOST);
        for (Measure measure : measures) {
            measure.gauge()
                    .register(
                            named.stream()
                                    .<MultiGauge.Row<?>>map(
                                            r ->
                                                    MultiGauge.Row.of(
                                                            Tags.of("source", r.source()),
                                                            measure.value().applyAsDouble(r)))
                                    .toList(),
                            true);
        }
    }

    /** The first so many by themselves, all others together. */
    static List<SourceReport> named(List<SourceReport> sources, int most) {
        Map<String, SourceReport> named = new LinkedHashMap<>();
        for (SourceReport one : sources) {
            boolean own = named.size() < most && !one.source().equals(OTHERS);
            named.merge(own ? one.source() : OTHERS, one, QualityMetrics::together);
        }
        return named.entrySet().stream().map(e -> renamed(e.getValue(), e.getKey())).toList();
    }

    private static SourceReport together(SourceReport a, SourceReport b) {
        return new SourceReport(
                OTHERS,
                a.counts().plus(b.counts()),
                a.ever() + b.ever(),
                new Stubs(a.unknownSkus().count() + b.unknownSkus().count(), List.of()),
                new Stubs(a.unknownLocations().count() + b.unknownLocations().count(), List.of()),
                a.dead() + b.dead(),
                null);
    }

    private static SourceReport renamed(SourceReport one, String name) {
        return new SourceReport(
                name,
                one.counts(),
                one.ever(),
                one.unknownSkus(),
                one.unknownLocations(),
                one.dead(),
                one.lastReceived());
    }

    /** Infinite beyond a day, no number where nothing is known. */
    private static double seconds(Lateness lateness) {
        Bucket bucket = lateness.percentile(95);
        if (bucket == null) {
            return Double.NaN;
        }
        Duration upTo = bucket.upTo();
        return upTo == null ? Double.POSITIVE_INFINITY : upTo.toSeconds();
    }
}
