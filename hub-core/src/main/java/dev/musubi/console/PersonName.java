package dev.musubi.console;

import dev.musubi.openapi.model.Profile;
import dev.musubi.openapi.model.Trait;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is called. Pure.
 *
 * @param full empty where no name is known
 * @param reading in kana; empty where it is not known
 */
record PersonName(String full, String reading) {

    static PersonName of(Profile profile) {
        Map<String, Trait> traits = profile.getTraits();
        String parts = joined(traits, "familyName", "givenName");
        Trait whole = traits.get("fullName");
        String full = !parts.isEmpty() || whole == null ? parts : whole.getValue();
        return new PersonName(full, joined(traits, "familyNameKana", "givenNameKana"));
    }

    private static String joined(Map<String, Trait> traits, String one, String other) {
        return Stream.of(one, other)
                .map(traits::get)
                .filter(t -> t != null)
                .map(PersonName::value)
                .collect(Collectors.joining(" "));
    }

    private static String value(@Nullable Trait trait) {
        return trait == null ? "" : trait.getValue();
    }
}
