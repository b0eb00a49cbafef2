package dev.musubi.event;

import dev.musubi.access.Caller;
import dev.musubi.identity.IdentifierType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Who hands events over, an API key or a channel account, and what is believed of it.
 *
 * @param name names the key or account in logs and dead letters, such as {@code key:01J…} or {@code
 *     account:till-ginza}
 * @param sources the sources it may speak for; empty means any
 * @param namespaces the namespace of an identifier that names none, by type
 * @param believed the types whose {@code verified: true} is believed
 */
public record Sender(
        String name,
        Set<String> sources,
        Map<IdentifierType, String> namespaces,
        Set<IdentifierType> believed) {

    public Sender {
        sources = Set.copyOf(sources);
        namespaces = Map.copyOf(namespaces);
        believed = Set.copyOf(believed);
    }

    /** A key, as what it may say and what is believed of it. */
    public static Sender of(Caller caller) {
        Map<IdentifierType, String> namespaces = new EnumMap<>(IdentifierType.class);
        caller.namespaces()
                .forEach(
                        (type, namespace) ->
                                IdentifierType.ofWire(type)
                                        .ifPresent(t -> namespaces.put(t, namespace)));
        Set<IdentifierType> believed = EnumSet.noneOf(IdentifierType.class);
        caller.believed().forEach(t -> IdentifierType.ofWire(t).ifPresent(believed::add));
        return new Sender("key:" + caller.keyId(), caller.sources(), namespaces, believed);
    }
}
