package dev.musubi.deadletter;

import dev.musubi.event.Appended;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter and what became of it.
 *
 * @param id unique among all sources, of characters that need no escaping in a path
 * @param message the message; {@code reason} is the newest one
 * @param keptAt when it was kept first, the key of the list's order
 * @param attempts how often it was replayed, successful or not
 * @param attemptedAt the latest replay
 * @param results what the latest replay gave, event by event; empty before the first
 */
public record DeadLetter(
        String id,
        Undelivered message,
        State state,
        Instant keptAt,
        int attempts,
        @Nullable Instant attemptedAt,
        List<Appended> results) {

    /** Whether somebody still has to act. */
    public enum State {
        OPEN,
        REPLAYED;

        /** The name in the contract and the store. */
        public String wire() {
            return this == OPEN ? "open" : "replayed";
        }
    }

    public DeadLetter {
        results = List.copyOf(results);
    }
}
