package dev.musubi.identity;

import org.jspecify.annotations.Nullable;

/**
 * One identifier as a source sent it, read but not normalised.
 *
 * @param namespace the system, provider or store that gave it; present exactly where the type has
 *     one
 * @param verified whether the person has proven the contact point, as far as the sender is believed
 */
public record Identifier(
        IdentifierType type, @Nullable String namespace, String value, boolean verified) {}
