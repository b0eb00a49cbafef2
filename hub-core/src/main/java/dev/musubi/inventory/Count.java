package dev.musubi.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;

/**
 * What somebody counted.
 *
 * @param at when it was so; every movement up to then is contained
 * @param sequence the source's order among its counts of one time, lowest where it has none
 * @param event the event that said so, which decides where nothing else does
 */
public record Count(BigDecimal quantity, Instant at, long sequence, String source, String event)
        implements Comparable<Count> {

    private static final Comparator<Count> NEWER =
            Comparator.comparing(Count::at)
                    .thenComparingLong(Count::sequence)
                    .thenComparing(Count::event);

    static Count of(Entry entry) {
        return new Count(
                entry.quantity(),
                entry.at(),
                entry.sequence() == null ? Long.MIN_VALUE : entry.sequence(),
                entry.source() == null ? "" : entry.source(),
                entry.cause());
    }

    @Override
    public int compareTo(Count other) {
        return NEWER.compare(this, other);
    }
}
