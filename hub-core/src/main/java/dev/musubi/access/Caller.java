package dev.musubi.access;

import java.util.Map;
import java.util.Set;

/**
 * Whose key a request came with, and what is granted to it.
 *
 * @param sources the sources it may speak for; empty: any
 * @param namespaces namespace of identifiers that name none, by the contract's name of the type
 * @param believed the contract's names of the types whose {@code verified: true} is believed
 */
public record Caller(
        String keyId,
        ApiKey.Kind kind,
        Set<Scope> scopes,
        Set<String> sources,
        Map<String, String> namespaces,
        Set<String> believed) {

    /** The request attribute under which the filter leaves the caller. */
    public static final String ATTRIBUTE = "dev.musubi.access.Caller";

    public Caller {
        scopes = Set.copyOf(scopes);
        sources = Set.copyOf(sources);
        namespaces = Map.copyOf(namespaces);
        believed = Set.copyOf(believed);
    }

    /** Whether the key lives in web pages, where everybody can read it. */
    public boolean isPublic() {
        return kind == ApiKey.Kind.PUBLIC;
    }

    /** Whether it has the scope; who has {@link Scope#ADMIN} has all. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    /** Whether it sees contact points, cards, birth dates and addresses as they are. */
    public boolean sensitive() {
        return may(Scope.PROFILES_SENSITIVE);
    }
}
