package dev.musubi.people;

import dev.musubi.identity.Evidence;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Resolution;
import dev.musubi.identity.Resolution.Shared;
import dev.musubi.profile.ProfileState;
import java.util.Collection;
import java.util.HashMap;
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

    /** All evidence about these people, with what is new. */
    Collection<Evidence> evidenceWith(Collection<Evidence> fresh) {
        Map<String, Evidence> all = new HashMap<>();
        evidence.forEach(e -> all.put(e.id(), e));
        fresh.forEach(e -> all.put(e.id(), e));
        // People who were joined before evidence was kept: the log says what named them together.
        links.stream()
                .filter(l -> l.kind() == Link.Kind.ASSERTED)
                .filter(l -> l.rule().equals(Resolution.SAME_EVENT))
                .map(l -> Evidence.of(List.of(l.one(), l.other()), null, l.time(), l.cause()))
                .filter(l -> all.values().stream().noneMatch(e -> e.nodes().containsAll(l.nodes())))
                .toList()
                .forEach(e -> all.put(e.id(), e));
        return all.values();
    }
}
