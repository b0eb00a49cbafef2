package dev.musubi.deadletter;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place where dead letters are kept. The facade merges all of them into one list; besides the
 * letters of this package there are the events that died while they were applied.
 */
public interface DeadLetterSource {

    /**
     * Letters in the order of {@code keptAt}, newest first, then {@code id} descending; times have
     * whole milliseconds. Their originals and attributes are empty.
     *
     * @param after what the page begins after; absent for the first page
     * @param limit at most so many
     */
    List<DeadLetter> list(DeadLetterFilter filter, @Nullable DeadLetterCursor after, int limit);

    /** The letter of an id, empty where it is not one of this source. */
    Optional<DeadLetter> find(String id);

    /**
     * Tries again. Empty where the id is not one of this source; a letter that is replayed already
     * is answered as it is and nothing happens.
     */
    Optional<DeadLetter> replay(String id);
}
