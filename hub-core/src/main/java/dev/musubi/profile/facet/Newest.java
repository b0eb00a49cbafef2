package dev.musubi.profile.facet;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The few things that were seen last, each with the latest time it was seen. Seeing is commutative:
 * a thing that has fallen out comes back only by being seen later than those that stayed.
 */
final class Newest<T extends Comparable<T>> {

    private final int most;
    private final SortedMap<T, Instant> seen = new TreeMap<>();

    Newest(int most) {
        this.most = most;
    }

    void see(T thing, Instant at) {
        seen.merge(thing, at, (old, now) -> old.isAfter(now) ? old : now);
        if (seen.size() > most) {
            seen.entrySet().stream()
                    .min(
                            Map.Entry.<T, Instant>comparingByValue()
                                    .thenComparing(Map.Entry.comparingByKey()))
                    .ifPresent(oldest -> seen.remove(oldest.getKey()));
        }
    }

    SortedMap<T, Instant> seen() {
        return Collections.unmodifiableSortedMap(seen);
    }
}
