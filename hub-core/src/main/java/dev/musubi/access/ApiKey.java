package dev.musubi.access;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is kept, without its secret.
 *
 * @param kind public keys live in web pages: they are bound to origins, and never believed
 * @param sources the sources it may speak for; empty: any
 * @param namespaces namespace of identifiers that name none, by the contract's name of the type
 * @param believed the contract's names of the types whose {@code verified: true} is believed
 * @param rateLimit requests a second on each hub; absent: the usual
 * @param lastUsed the last day it was used (UTC)
 * @param origins web origins of a public key, such as {@code https://shop.example}
 */
public record ApiKey(
        String id,
        String name,
        Kind kind,
        Set<Scope> scopes,
        Set<String> sources,
        Map<String, String> namespaces,
        Set<String> believed,
        Set<String> origins,
        @Nullable Integer rateLimit,
        Instant createdAt,
        @Nullable Instant revokedAt,
        @Nullable LocalDate lastUsed) {

    /** The kinds. */
    public enum Kind {
        SECRET,
        PUBLIC
    }

    Caller caller() {
        return new Caller(id, kind, scopes, sources, namespaces, believed);
    }
}
