package dev.musubi.access;

import java.util.Locale;
import java.util.Optional;

/** What a key may do. */
public enum Scope {
    EVENTS_WRITE,
    PROFILES_READ,
    /** Sees contact points, cards, birth dates and addresses unmasked. */
    PROFILES_SENSITIVE,
    PROFILES_WRITE,
    IDENTITY_WRITE,
    AVAILABILITY_READ,
    AVAILABILITY_COUNTS,
    HOLDS_WRITE,
    RECOMMENDATIONS_READ,
    CATALOG_WRITE,
    PRIVACY_ERASE,
    /** Everything, and the keys themselves. */
    ADMIN;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', ':');

    /** The name in the contract, such as {@code events:write}. */
    public String wire() {
        return wire;
    }

    public static Optional<Scope> ofWire(String wire) {
        for (Scope scope : values()) {
            if (scope.wire.equals(wire)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
