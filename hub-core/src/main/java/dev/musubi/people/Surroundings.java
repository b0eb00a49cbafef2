package dev.musubi.people;

import dev.musubi.identity.Evidence;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Resolution.Shared;
import dev.musubi.profile.ProfileState;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that has a say about people about whom not only plain evidence decides: they, whom any
 * evidence connects with them, and what that is.
 *
 * @param links the log about them, oldest first
 * @param shared contact points among their nodes that join nobody
 * @param lifted those that were given their power back
 */
record Surroundings(
        Map<String, ProfileState> profiles,
        List<Evidence> evidence,
        List<Link> links,
        Map<Node, Shared> shared,
        Set<Node> lifted) {

    static final Surroundings NONE =
            new Surroundings(Map.of(), List.of(), List.of(), Map.of(), Set.of());
}
