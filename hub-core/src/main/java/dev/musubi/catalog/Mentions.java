package dev.musubi.catalog;

import java.util.Map;

/**
 * What events mention, each with the source that did so first; the empty text where none is known.
 *
 * @param skus sources by SKU
 * @param locations sources by place
 */
public record Mentions(Map<String, String> skus, Map<String, String> locations) {

    public Mentions {
        skus = Map.copyOf(skus);
        locations = Map.copyOf(locations);
    }
}
