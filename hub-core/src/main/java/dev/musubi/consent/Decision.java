package dev.musubi.consent;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One decision of a person. Ordered by what is in force: the newest, a denial before a grant of the
 * same instant.
 *
 * @param at effective time, UTC
 * @param validUntil when a grant ends by itself; absent: never
 * @param event key of the event that brought it
 */
public record Decision(
        ConsentKey key, boolean granted, Instant at, @Nullable Instant validUntil, String event)
        implements Comparable<Decision> {

    private static final Comparator<Decision> FORCE =
            Comparator.comparing(Decision::at)
                    .thenComparing(Decision::granted, Comparator.reverseOrder())
                    .thenComparing(Decision::event);

    /** Whether it allows at this instant: granted and not expired. */
    public boolean allows(Instant now) {
        return granted && (validUntil == null || now.isBefore(validUntil));
    }

    @Override
    public int compareTo(Decision other) {
        return FORCE.compare(this, other);
    }

    /** The one of the two that is in force. */
    public static Decision inForce(Decision one, Decision other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
