package dev.musubi.identity;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers as callers write them in a query: {@code type:value}, {@code type:namespace:value}.
 */
public final class IdentifierText {

    private IdentifierText() {}

    /**
     * Reads one; a contact point counts as proven, so that it finds its owner.
     *
     * @throws Refused 400 where it names no type, or no namespace where the type has one
     */
    public static Identifier read(@Nullable String text) {
        if (text == null) {
            throw refused("expected type:value");
        }
        int colon = text.indexOf(':');
        Optional<IdentifierType> type =
                colon < 0 ? Optional.empty() : IdentifierType.ofWire(text.substring(0, colon));
        if (type.isEmpty()) {
            throw refused("expected type:value with a type of " + IdentifierType.wires());
        }
        String rest = text.substring(colon + 1);
        if (!type.get().namespaced()) {
            return new Identifier(type.get(), null, rest, true);
        }
        int second = rest.indexOf(':');
        if (second < 1) {
            throw refused("expected " + type.get().wire() + ":namespace:value");
        }
        return new Identifier(
                type.get(), rest.substring(0, second), rest.substring(second + 1), true);
    }

    private static Refused refused(String expected) {
        return new Refused(
                new Problem(
                        400,
                        "invalid-identifier",
                        "The identifier cannot be read",
                        "identifier: " + expected + ", came something else",
                        "identifier"));
    }
}
