package dev.musubi.deadletter;

import dev.musubi.deadletter.DeadLetter.State;
import dev.musubi.event.Appended;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replay came to.
 *
 * @param reason the new reason; absent where it went in
 */
record Attempt(State state, @Nullable String reason, List<Appended> results) {

    /**
     * A letter is settled when nothing of it was rejected: accepted, known and conflicting events
     * are all kept by the log.
     */
    static Attempt of(List<Appended> results) {
        return results.stream()
                .filter(one -> one.status() == Appended.Status.REJECTED)
                .findFirst()
                .map(rejected -> new Attempt(State.OPEN, why(rejected), results))
                .orElseGet(() -> new Attempt(State.REPLAYED, null, results));
    }

    private static String why(Appended rejected) {
        return rejected.problem() == null
                ? "an event was rejected"
                : "an event was rejected: " + rejected.problem().detail();
    }
}
