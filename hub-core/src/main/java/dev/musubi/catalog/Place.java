package dev.musubi.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store, a warehouse or a web shop, by all that its sources say: of each field the newest word.
 *
 * @param id names it in events and answers
 * @param known whether any source described it; otherwise it was only mentioned
 * @param kind such as {@code store} or {@code warehouse}
 * @param at where on earth; absent while nobody says so
 * @param hours as sent
 */
public record Place(
        String id,
        long version,
        boolean known,
        @Nullable String kind,
        @Nullable String name,
        @Nullable String kana,
        @Nullable Coordinates at,
        @Nullable String postcode,
        @Nullable JsonNode hours,
        @Nullable String brand,
        @Nullable String timezone,
        List<String> sources,
        @Nullable Instant updatedAt) {

    public Place {
        sources = List.copyOf(sources);
    }
}
