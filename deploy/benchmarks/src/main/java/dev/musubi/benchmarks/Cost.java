package dev.musubi.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What so many applied events cost.
 *
 * @param micros processor time an event, in microseconds, by process; empty where the processes are
 *     not known
 */
record Cost(double events, Map<String, Double> micros) {

    static Cost of(Map<String, Duration> before, Map<String, Duration> after, double events) {
        if (events <= 0) {
            throw new IllegalStateException("no event was applied: nothing to divide by");
        }
        Map<String, Double> micros = new LinkedHashMap<>();
        after.forEach(
                (name, time) ->
                        micros.put(
                                name,
                                time.minus(before.getOrDefault(name, Duration.ZERO)).toNanos()
                                        / 1000.0
                                        / events));
        return new Cost(events, micros);
    }

    boolean known() {
        return micros.containsKey(Processes.HUB) && micros.containsKey(Processes.MONGOD);
    }

    /** Of hub and mongod together, in microseconds an event. */
    double applying() {
        return micros.getOrDefault(Processes.HUB, Double.NaN)
                + micros.getOrDefault(Processes.MONGOD, Double.NaN);
    }

    /** Such as {@code 236 µs: hub 54, mongod 182; Elasticsearch 12}. */
    String words() {
        if (!known()) {
            return "not known: the processes are not ours";
        }
        return String.format(Locale.ROOT, "hub + mongod %,.0f µs (", applying())
                + micros.entrySet().stream()
                        .map(e -> String.format(Locale.ROOT, "%s %,.0f", e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
