package dev.musubi.identity;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event that says who is at a device, or that they go.
 *
 * @param key of the event
 * @param person the node with merging power that it is at home in
 * @param logout whether they go
 */
public record Mark(Instant time, String key, @Nullable Node person, boolean logout)
        implements Comparable<Mark> {

    private static final Comparator<Mark> IN_TIME =
            Comparator.comparing(Mark::time).thenComparing(Mark::key);

    /** Whether both say the same of who is there. */
    boolean samePerson(Mark other) {
        return Objects.equals(person, other.person);
    }

    /** The place before it. */
    Edge before() {
        return new Edge(time, key, false);
    }

    /** The place behind it. */
    Edge behind() {
        return new Edge(time, key, true);
    }

    @Override
    public int compareTo(Mark other) {
        return IN_TIME.compare(this, other);
    }
}
