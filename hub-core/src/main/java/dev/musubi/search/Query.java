package dev.musubi.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for people.
 *
 * @param text what was typed
 * @param limit how many hits at most, 1 to {@value #MOST_HITS}
 * @param channels where the person was seen, one of them; empty: anywhere
 * @param locations likewise
 * @param seenFrom nobody who was last seen earlier
 * @param seenBefore nobody who was last seen then or later
 * @param sensitive whether parts of an e-mail, phone or card may find somebody and be shown
 */
public record Query(
        String text,
        int limit,
        List<String> channels,
        List<String> locations,
        @Nullable Instant seenFrom,
        @Nullable Instant seenBefore,
        boolean sensitive) {

    /** More hits than this are not for a person to read. */
    public static final int MOST_HITS = 100;

    public Query {
        channels = List.copyOf(channels);
        locations = List.copyOf(locations);
    }

    /** A search among everybody. */
    static Query of(String text, int limit, boolean sensitive) {
        return new Query(text, limit, List.of(), List.of(), null, null, sensitive);
    }

    /** The same with another limit. */
    Query limited(int hits) {
        return new Query(text, hits, channels, locations, seenFrom, seenBefore, sensitive);
    }

    /** Whether somebody who was last seen then is asked for. */
    boolean wants(@Nullable Instant lastSeen) {
        return (seenFrom == null || (lastSeen != null && !lastSeen.isBefore(seenFrom)))
                && (seenBefore == null || (lastSeen != null && lastSeen.isBefore(seenBefore)));
    }

    /** Whether it asks for some people by when they were last seen. */
    boolean bySeen() {
        return seenFrom != null || seenBefore != null;
    }

    /** Whether it asks for some people only. */
    boolean filtered() {
        return !channels.isEmpty() || !locations.isEmpty() || bySeen();
    }
}
