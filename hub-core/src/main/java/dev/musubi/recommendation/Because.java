package dev.musubi.recommendation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why an item is recommended.
 *
 * @param sku the item that led to it; absent where it is merely popular
 * @param event key of the event that led to it, found in the person's timeline; absent where no
 *     event did, as with an item that the caller named
 * @param session the visit that the event belongs to
 * @param group where it is popular, such as {@code location:ginza}; absent everywhere else
 */
record Because(
        Kind kind,
        @Nullable String sku,
        @Nullable String event,
        @Nullable String session,
        @Nullable String group) {

    /** What kind of reason. */
    enum Kind {
        /** Others who looked at this in one visit looked at that too. */
        VIEWED_TOGETHER,
        /** Others who bought this in one order bought that too. */
        BOUGHT_TOGETHER,
        /** The person buys it again and again. */
        BOUGHT_BEFORE,
        POPULAR;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Because popular(String group) {
        return new Because(Kind.POPULAR, null, null, null, group);
    }

    static Because boughtBefore(String sku, @Nullable String event) {
        return new Because(Kind.BOUGHT_BEFORE, sku, event, null, null);
    }
}
