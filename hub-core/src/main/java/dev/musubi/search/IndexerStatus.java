package dev.musubi.search;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the indexer of this hub is doing.
 *
 * @param lag for how long the index has been behind; zero where it is not, or another hub keeps it
 * @param pending profiles known to have changed and not yet written; of those that changed during
 *     an outage only the first are known
 * @param swept the share of all that a sweep under way has written, from 0 to 1; 1 where none is
 * @param poisoned profiles that could not be written since this hub was started
 * @param reason what it waits for
 */
public record IndexerStatus(
        State state,
        Duration lag,
        int pending,
        double swept,
        long poisoned,
        @Nullable String reason) {

    /** What an indexer can be doing. */
    public enum State {
        /** Another hub keeps the index. */
        STANDBY,
        /** Writes what changes. */
        FOLLOWING,
        /** Writes everything, and what changes meanwhile. */
        SWEEPING,
        /** A store is away; it goes on by itself. */
        WAITING
    }
}
