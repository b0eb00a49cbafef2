package dev.musubi.event;

import dev.musubi.identity.Node;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Who takes events from the log, each with a state of its own at every event. */
enum Follower {
    /** Folds events into people and orders. */
    PEOPLE,
    /** Moves stock and keeps the catalogue. */
    STOCK;

    private static final Set<String> GOODS =
            Set.of("stock.counted", "stock.adjusted", "product.updated", "location.updated");

    private final String wire = name().toLowerCase(Locale.ROOT);
    private final String field = "states." + wire;

    /** How it is named in the states of an event. */
    String wire() {
        return wire;
    }

    /** Where an event says how far it has come with this consumer. */
    String field() {
        return field;
    }

    /** Who takes an event of this type that is at home there. */
    static Set<Follower> of(String type, Node home) {
        if (!GOODS.contains(type)) {
            return EnumSet.of(PEOPLE);
        }
        return home.person() ? EnumSet.of(PEOPLE, STOCK) : EnumSet.of(STOCK);
    }
}
