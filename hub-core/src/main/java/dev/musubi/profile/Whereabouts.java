package dev.musubi.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.identity.Node;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where nodes were found last: a hint that spares a look-up, never an answer. A profile that holds
 * a node is the node's profile, for both are written in one transaction; so what the hint leads to
 * is read and either says so itself or is not taken. Thread safe.
 */
final class Whereabouts {

    private static final int REMEMBERED = 100_000;

    private final Cache<Node, String> profiles =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** The node's profile as it is stored now, where it is still the one that it was. */
    Optional<ProfileState> expected(Node node, Function<String, Optional<ProfileState>> read) {
        String id = profiles.getIfPresent(node);
        if (id == null) {
            return Optional.empty();
        }
        Optional<ProfileState> still =
                read.apply(id).filter(p -> !p.retired() && p.nodes().containsKey(node));
        if (still.isEmpty()) {
            profiles.invalidate(node);
        }
        return still;
    }

    void learn(Node node, Profile profile) {
        if (profile.nodes().containsKey(node)) {
            profiles.put(node, profile.id());
        }
    }
}
