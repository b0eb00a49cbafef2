package dev.musubi.order;

import java.time.Instant;
import java.util.Comparator;

/**
 * Which of two words on an order is newer: the higher version, then the later effective time, then
 * the greater event key.
 *
 * @param version the source's own, else the date of the file it was told in; {@link Long#MIN_VALUE}
 *     where there is neither
 */
public record Stamp(long version, Instant at, String event) implements Comparable<Stamp> {

    private static final Comparator<Stamp> NEWER =
            Comparator.comparingLong(Stamp::version)
                    .thenComparing(Stamp::at)
                    .thenComparing(Stamp::event);

    @Override
    public int compareTo(Stamp other) {
        return NEWER.compare(this, other);
    }
}
