package dev.musubi.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.catalog.Stubs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QualityMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aHundredSourcesHaveANameAndTheRestIsTogether() {
        List<SourceReport> many =
                Stream.concat(
                                Stream.of(source(QualityMetrics.OTHERS)),
                                IntStream.range(0, 150).mapToObj(i -> source("s-" + i)))
                        .toList();

        metrics(many).refresh();

        assertThat(registry.find("musubi.source.events").gauges()).hasSize(100);
        assertThat(value("musubi.source.events", "s-98")).isEqualTo(7);
        assertThat(value("musubi.source.events", QualityMetrics.OTHERS)).isEqualTo(52 * 7);
        assertThat(value("musubi.source.unknown.skus", QualityMetrics.OTHERS)).isEqualTo(52 * 3);
        assertThat(value("musubi.source.unknown.locations", "s-0")).isEqualTo(1);
        assertThat(value("musubi.source.dead", "s-0")).isEqualTo(2);
        assertThat(value("musubi.source.person.share", QualityMetrics.OTHERS)).isEqualTo(0.5);
        assertThat(value("musubi.source.lateness.p95.seconds", "s-0")).isEqualTo(60);
    }

    @Test
    void whatIsNotKnownIsNoNumberAndBeyondADayIsInfinite() {
        Counts things = new Counts(1, 0, 1, Lateness.of(Duration.ofDays(2)));
        metrics(List.of(source("late", things), source("silent", Counts.NONE))).refresh();

        assertThat(value("musubi.source.person.share", "late")).isNaN();
        assertThat(value("musubi.source.lateness.p95.seconds", "late"))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value("musubi.source.lateness.p95.seconds", "silent")).isNaN();
    }

    @Test
    void theStoreIsAskedOnceAMinuteHoweverOftenAnybodyLooks() {
        AtomicInteger asked = new AtomicInteger();
        QualityMetrics metrics =
                new QualityMetrics(
                        registry,
                        () -> {
                            asked.incrementAndGet();
                            return report(List.of(source("s")));
                        });

        for (int i = 0; i < 10; i++) {
            metrics.refreshNowAndThen();
            value("musubi.source.events", "s");
        }

        assertThat(asked).hasValue(1);
    }

    private QualityMetrics metrics(List<SourceReport> sources) {
        return new QualityMetrics(registry, () -> report(sources));
    }

    private static QualityReport report(List<SourceReport> sources) {
        return new QualityReport(LocalDate.EPOCH, Instant.EPOCH, sources, List.of());
    }

    private static SourceReport source(String name) {
        return source(name, new Counts(3, 1, 1, Lateness.of(Duration.ofSeconds(20))));
    }

    private static SourceReport source(String name, Counts counts) {
        return new SourceReport(
                name, counts, 7, new Stubs(3, List.of()), new Stubs(1, List.of()), 2, null);
    }

    private double value(String name, String source) {
        Gauge gauge = registry.get(name).tag("source", source).gauge();
        return gauge.value();
    }
}
