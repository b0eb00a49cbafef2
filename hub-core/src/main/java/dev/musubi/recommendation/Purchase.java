package dev.musubi.recommendation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as recommendations see it.
 *
 * @param order its id
 * @param sequence how often it has changed; a higher one replaces a lower one
 * @param event key of the event that tells what was ordered; absent in what older hubs wrote
 * @param owner the node of who ordered; absent for guests
 * @param skus the products that were bought, each once; empty where it was cancelled, or is a
 *     credit
 */
record Purchase(
        String order,
        long sequence,
        @Nullable String event,
        Instant at,
        String channel,
        @Nullable String location,
        @Nullable String owner,
        List<String> skus) {

    Purchase {
        skus = skus.stream().distinct().toList();
    }
}
