package dev.musubi.benchmarks;

/**
 * How far the hub is at one moment, by its own counts since it started.
 *
 * @param nanos when, by {@link System#nanoTime()}
 * @param accepted events acknowledged as new
 * @param applied events folded into profiles
 * @param dead events set aside
 * @param lag age of the oldest event that waits, in seconds
 * @param indexLag for how long the search index has been behind, in seconds; NaN where unknown
 */
record Standing(
        long nanos, double accepted, double applied, double dead, double lag, double indexLag) {

    static Standing of(Metrics metrics, long nanos) {
        return new Standing(
                nanos,
                metrics.sum("musubi_events_total", "outcome=\"accepted\""),
                needed(metrics, "musubi_people_applied_total"),
                metrics.sum("musubi_people_dead_total", ""),
                needed(metrics, "musubi_people_lag_seconds"),
                metrics.largest("musubi_search_lag_seconds", "index=\"profiles\"")
                        .orElse(Double.NaN));
    }

    private static double needed(Metrics metrics, String name) {
        return metrics.sum(name)
                .orElseThrow(() -> new IllegalStateException("the hub does not say " + name));
    }

    /** Events that were accepted since then and have not been applied. */
    double backlogSince(Standing then) {
        return accepted - then.accepted - (applied - then.applied) - (dead - then.dead);
    }

    double secondsSince(Standing then) {
        return (nanos - then.nanos) / 1e9;
    }
}
