package dev.musubi.event;

import dev.musubi.platform.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What became of one submission.
 *
 * @param id the event's id as it was sent, empty where none could be read
 * @param source the event's source as it was sent, empty where none could be read
 * @param problem why it was rejected, or what it conflicts with; absent otherwise
 */
public record Appended(String source, String id, Status status, @Nullable Problem problem) {

    /** The outcomes, of which only a rejected event is not kept. */
    public enum Status {
        /** Durable now. */
        ACCEPTED,
        /** Was durable before, with the same content; nothing changed. */
        DUPLICATE,
        /** The id is taken by another content; this one is kept aside. */
        CONFLICT,
        /** Not an event that the contract allows; nothing is kept. */
        REJECTED
    }
}
