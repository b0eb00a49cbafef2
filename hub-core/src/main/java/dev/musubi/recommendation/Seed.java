package dev.musubi.recommendation;

import org.jspecify.annotations.Nullable;

/**
 * An item that somebody has shown interest in.
 *
 * @param event key of the event that showed it; absent where the caller named the item
 * @param session the visit that it belongs to
 */
record Seed(String sku, @Nullable String event, @Nullable String session) {

    static Seed named(String sku) {
        return new Seed(sku, null, null);
    }
}
