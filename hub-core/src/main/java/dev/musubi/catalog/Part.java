package dev.musubi.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one source said last of a product or a place.
 *
 * @param at when it said so
 * @param event the event that said so, which decides between words of one time
 * @param data the event's content, as sent
 */
record Part(String source, Instant at, String event, JsonNode data) {

    /** More sources than this are none: the oldest words are let go. */
    private static final int MOST = 16;

    private static final Comparator<Part> NEWEST_FIRST =
            Comparator.comparing(Part::at).thenComparing(Part::event).reversed();

    /** Each source's newest word, newest first: the same in whatever order they come. */
    static List<Part> with(List<Part> parts, Part more) {
        List<Part> kept = new ArrayList<>();
        Part ours = more;
        for (Part part : parts) {
            if (!part.source().equals(more.source())) {
                kept.add(part);
            } else if (NEWEST_FIRST.compare(part, ours) < 0) {
                ours = part;
            }
        }
        kept.add(ours);
        kept.sort(NEWEST_FIRST);
        return List.copyOf(kept.subList(0, Math.min(MOST, kept.size())));
    }
}
