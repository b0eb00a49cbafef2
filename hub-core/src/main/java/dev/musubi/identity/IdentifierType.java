package dev.musubi.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of identifier, strongest first, with the rank of the identity rules. */
public enum IdentifierType {
    CUSTOMER_ID(1, true, Power.MERGES),
    LOYALTY_ID(2, false, Power.MERGES),
    SOCIAL_ID(3, true, Power.MERGES),
    EMAIL(4, false, Power.MERGES_VERIFIED),
    PHONE(5, false, Power.MERGES_VERIFIED),
    PAYMENT_TOKEN(6, false, Power.NAMES),
    DEVICE_ID(7, false, Power.ATTACHES),
    PUSH_TOKEN(8, false, Power.ATTACHES),
    ANONYMOUS_ID(9, false, Power.ATTACHES),
    RECEIPT(10, true, Power.CLAIMS),
    CLICK_TOKEN(11, false, Power.HINTS);

    /** What an identifier of a type may do to people. */
    enum Power {
        /** Two people with it are one. */
        MERGES,
        /** Likewise, where it is verified; otherwise it may be the home of an event, no more. */
        MERGES_VERIFIED,
        /** Names a person where nothing stronger does, and joins nobody. */
        NAMES,
        /** Belongs to a slice of somebody's visits. */
        ATTACHES,
        /** Claims what was bought with it. */
        CLAIMS,
        /** Says who came by a link that was sent to one person, where nothing better does. */
        HINTS
    }

    private static final Map<String, IdentifierType> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toMap(IdentifierType::wire, t -> t));

    private final int rank;
    private final boolean namespaced;
    private final Power power;
    private final String wire = name().toLowerCase(Locale.ROOT);

    IdentifierType(int rank, boolean namespaced, Power power) {
        this.rank = rank;
        this.namespaced = namespaced;
        this.power = power;
    }

    /** The name in the contract, such as {@code customer_id}. */
    public String wire() {
        return wire;
    }

    /** Whether a value means something only together with a namespace (system, provider, store). */
    public boolean namespaced() {
        return namespaced;
    }

    /** Whether it is a way to reach a person, which consents and suppressions are kept for. */
    public boolean contactPoint() {
        return power == Power.MERGES_VERIFIED;
    }

    /** Whether it belongs to a device rather than to a person: several people may use one. */
    boolean ofDevice() {
        return power == Power.ATTACHES;
    }

    /** The place in the order of strength, 1 the strongest. */
    int rank() {
        return rank;
    }

    Power power() {
        return power;
    }

    /** The names of all types, strongest first. */
    public static List<String> wires() {
        return Arrays.stream(values()).map(IdentifierType::wire).toList();
    }

    /** The names of the types whose nodes can have merging power. */
    public static List<String> mergingWires() {
        return Arrays.stream(values())
                .filter(t -> t.power == Power.MERGES || t.power == Power.MERGES_VERIFIED)
                .map(IdentifierType::wire)
                .toList();
    }

    public static Optional<IdentifierType> ofWire(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
