package dev.musubi.people;

import dev.musubi.identity.Node;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Cards and accounts of one person of which another took the place: of several of one kind the one
 * that was seen first last is in use, the others lead to the person all the same. Pure.
 */
final class Replaced {

    private Replaced() {}

    /**
     * @param nodes of one person
     * @param firstSeen asked only of nodes of which there are several of a kind
     * @return each replaced node with the one in its place
     */
    static Map<Node, Node> among(Collection<Node> nodes, Function<Node, Instant> firstSeen) {
        Map<String, List<Node>> kinds =
                nodes.stream()
                        .filter(n -> n.merges() && !n.contactPoint())
                        .collect(Collectors.groupingBy(Node::kind));
        Map<Node, Node> replaced = new HashMap<>();
        for (List<Node> same : kinds.values()) {
            if (same.size() > 1) {
                Map<Node, Instant> seen =
                        same.stream().collect(Collectors.toMap(n -> n, firstSeen));
                Node inUse =
                        same.stream()
                                .max(
                                        Comparator.comparing((Node n) -> seen.get(n))
                                                .thenComparing(Comparator.naturalOrder()))
                                .orElseThrow();
                same.stream().filter(n -> !n.equals(inUse)).forEach(n -> replaced.put(n, inUse));
            }
        }
        return replaced;
    }
}
