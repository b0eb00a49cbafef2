package dev.musubi.event;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/**
 * Counts events by reporting system and outcome; the system is the source up to its first colon.
 */
final class EventMetrics {

    private final MeterRegistry registry;

    EventMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void appended(List<Appended> results) {
        for (Appended result : results) {
            registry.counter(
                            "musubi.events",
                            "system",
                            result.status() == Appended.Status.REJECTED
                                    ? "rejected"
                                    : system(result.source()),
                            "outcome",
                            result.status().name().toLowerCase(Locale.ROOT))
                    .increment();
        }
    }

    private static String system(String source) {
        int colon = source.indexOf(':');
        return colon < 0 ? source : source.substring(0, colon);
    }
}
