package dev.musubi.search;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the indexer of this hub is doing.
 *
 * @param lag for how long the index has been behind; zero where it is not, or another hub keeps it
 * @param pending profiles known to have changed and not yet written
 * @param poisoned profiles that could not be written since this hub was started
 * @param reason what it waits for
 */
public record IndexerStatus(
        State state, Duration lag, int pending, long poisoned, @Nullable String reason) {

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
