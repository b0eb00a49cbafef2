package dev.musubi.profile.facet;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The facts about a person that a profile keeps: a closed list. Other facts stay in their events.
 */
public enum Trait {
    FAMILY_NAME("familyName", false),
    GIVEN_NAME("givenName", false),
    FAMILY_NAME_KANA("familyNameKana", false),
    GIVEN_NAME_KANA("givenNameKana", false),
    FULL_NAME("fullName", false),
    BIRTH_DATE("birthDate", true),
    GENDER("gender", false),
    LANGUAGE("language", false),
    COUNTRY("country", false),
    POSTCODE("postcode", true),
    REGION("region", false),
    CITY("city", true),
    STREET("street", true);

    private static final Map<String, Trait> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toMap(Trait::wire, t -> t));

    private final String wire;
    private final boolean sensitive;

    Trait(String wire, boolean sensitive) {
        this.wire = wire;
        this.sensitive = sensitive;
    }

    /** The name in the contract. */
    public String wire() {
        return wire;
    }

    /** Whether it is masked for callers without the right to sensitive fields. */
    public boolean sensitive() {
        return sensitive;
    }

    public static Optional<Trait> ofWire(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
