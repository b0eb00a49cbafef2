package dev.musubi.search;

import java.util.List;

/**
 * A search for people.
 *
 * @param text what was typed
 * @param limit how many hits at most, 1 to {@value #MOST_HITS}
 * @param channels where the person was seen, one of them; empty: anywhere
 * @param locations likewise
 * @param sensitive whether parts of an e-mail, phone or card may find somebody and be shown
 */
public record Query(
        String text, int limit, List<String> channels, List<String> locations, boolean sensitive) {

    /** More hits than this are not for a person to read. */
    public static final int MOST_HITS = 100;

    public Query {
        channels = List.copyOf(channels);
        locations = List.copyOf(locations);
    }
}
