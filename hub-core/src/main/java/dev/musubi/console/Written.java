package dev.musubi.console;

import dev.musubi.openapi.model.ProfileIdentifier;

/** Identifiers as the contract's calls take them. Pure. */
final class Written {

    private Written() {}

    /** {@code type:value}, or {@code type:namespace:value}. */
    static String of(ProfileIdentifier identifier) {
        String namespace = identifier.getNamespace();
        return identifier.getType()
                + ":"
                + (namespace == null ? "" : namespace + ":")
                + identifier.getValue();
    }
}
