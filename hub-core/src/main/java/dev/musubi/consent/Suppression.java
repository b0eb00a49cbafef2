package dev.musubi.consent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What speaks against writing to a contact point, whoever it belongs to. Each part is the newest
 * event of its kind; absent where there was none.
 */
public record Suppression(
        String channel,
        String contactPoint,
        @Nullable Mark unsubscribed,
        @Nullable Mark complained,
        @Nullable Mark bounced) {

    /** An event of the kind, by its effective time. */
    public record Mark(Instant at, String event) {}

    /** The kinds. */
    public enum Kind {
        /** The person asked not to be written to. */
        UNSUBSCRIBED,
        /** The person called it unwanted mail. */
        COMPLAINED,
        /** The address does not take mail (a hard bounce). */
        BOUNCED
    }
}
