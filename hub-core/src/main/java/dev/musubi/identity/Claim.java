package dev.musubi.identity;

import java.time.Instant;
import java.util.Comparator;

/**
 * That somebody named a receipt as theirs. The earliest counts, whenever it came.
 *
 * @param time effective time of the event that named it
 * @param cause key of that event
 * @param home whose event it is
 */
public record Claim(Instant time, String cause, Node home) implements Comparable<Claim> {

    /** The rule by which a receipt is somebody's. */
    public static final String RULE = "receipt-claim";

    private static final Comparator<Claim> IN_TIME =
            Comparator.comparing(Claim::time).thenComparing(Claim::cause);

    @Override
    public int compareTo(Claim other) {
        return IN_TIME.compare(this, other);
    }
}
