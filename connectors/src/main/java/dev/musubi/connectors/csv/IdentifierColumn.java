package dev.musubi.connectors.csv;

import dev.musubi.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/**
 * An identifier of the customer.
 *
 * @param type an identifier type of the contract
 * @param namespace the system that gives it, exactly where the type has one
 * @param column absent for a receipt's own key (type receipt)
 */
public record IdentifierColumn(String type, @Nullable String namespace, @Nullable Column column) {
    public IdentifierColumn {
        var known = IdentifierType.ofWire(type == null ? "" : type);
        check(known.isPresent(), "type is not an identifier type: " + type);
        check(
                known.get().namespaced() == (namespace != null),
                known.get().namespaced()
                        ? "namespace is missing: the system that gives a " + type
                        : "a " + type + " has no namespace");
        check(
                namespace == null || namespace.matches("[a-z0-9._-]{1,64}"),
                "namespace must fit [a-z0-9._-]{1,64}");
        check(column != null || known.get() == IdentifierType.RECEIPT, "column is missing");
    }

    /** The type, which was checked. */
    public IdentifierType known() {
        return IdentifierType.ofWire(type).orElseThrow();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
