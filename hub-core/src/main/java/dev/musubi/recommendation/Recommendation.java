package dev.musubi.recommendation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param id names it in the feedback that comes back
 * @param personal whether what this person has done may and did go in
 * @param withheld why it did not, where somebody was asked for; absent otherwise
 * @param items best first
 * @param known what the catalogue knows of them, and of others
 */
record Recommendation(
        String id,
        boolean personal,
        @Nullable Withheld withheld,
        List<Blend.Chosen> items,
        Map<String, Catalogue.Product> known) {

    Recommendation {
        items = List.copyOf(items);
        known = Map.copyOf(known);
    }

    /** Why nothing personal is in an answer. */
    enum Withheld {
        /** The person has not granted {@code profiling}. */
        NO_CONSENT,
        /** The person has denied it, or the grant has ended. */
        DENIED
    }
}
