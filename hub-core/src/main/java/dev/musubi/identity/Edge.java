package dev.musubi.identity;

import java.time.Instant;
import java.util.Comparator;

/**
 * A place between events in event time: before or after the event with this time and key.
 *
 * @param after whether the event lies before it
 */
public record Edge(Instant time, String key, boolean after) implements Comparable<Edge> {

    private static final Comparator<Edge> IN_TIME =
            Comparator.comparing(Edge::time)
                    .thenComparing(Edge::key)
                    .thenComparing(Edge::after, Boolean::compare);

    @Override
    public int compareTo(Edge other) {
        return IN_TIME.compare(this, other);
    }
}
