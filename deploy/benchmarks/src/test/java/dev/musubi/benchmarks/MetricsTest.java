package dev.musubi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Metrics READ =
            new Metrics(
                    """
                    # HELP musubi_people_applied_total events folded into profiles and orders
                    # TYPE musubi_people_applied_total counter
                    musubi_people_applied_total 1.2345678E7
                    musubi_events_total{outcome="accepted",system="bench"} 7.0
                    musubi_events_total{outcome="accepted",system="pos"} 5.0
                    musubi_events_total{outcome="duplicate",system="bench"} 100.0
                    musubi_search_lag_seconds{index="profiles"} 0.25
                    musubi_search_lag_seconds{index="products"} 9.0
                    musubi_people_lag_seconds 0.5
                    musubi_other_max NaN
                    """);

    @Test
    void aCountIsSummedOverWhatCarriesTheLabel() {
        assertThat(READ.sum("musubi_events_total", "outcome=\"accepted\"")).isEqualTo(12);
        assertThat(READ.sum("musubi_events_total")).isEqualTo(OptionalDouble.of(112));
    }

    @Test
    void whatTheHubDoesNotSayIsNotZero() {
        assertThat(READ.sum("musubi_nothing_total")).isEmpty();
        assertThatThrownBy(() -> Standing.of(new Metrics(""), 0))
                .hasMessage("the hub does not say musubi_people_applied_total");
    }

    @Test
    void theStandingIsReadFromOneReading() {
        assertThat(Standing.of(READ, 77)).isEqualTo(new Standing(77, 12, 12_345_678, 0, 0.5, 0.25));
    }
}
