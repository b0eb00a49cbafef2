package dev.musubi.people;

import dev.musubi.identity.Claim;
import dev.musubi.identity.Hint;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Resolution.Join;
import dev.musubi.identity.Slices;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where weak nodes stand when people are regrouped: with the node that a rule found them with, its
 * anchor, wherever that goes; an operator may part them, and give them to others. They never join
 * anybody. Pure.
 */
final class Anchors {

    private static final Set<String> RULES = Set.of(Claim.RULE, Slices.RULE, Hint.RULE);

    private final Map<Node, Link> anchors = new HashMap<>();
    private final Map<Node, Map<Node, Link>> decided = new HashMap<>();

    /** The people with their weak nodes, and why these are theirs. */
    record Anchored(List<Set<Node>> groups, List<Join> joins) {}

    /**
     * @param log of links about the people, oldest first
     */
    Anchors(Collection<Link> log) {
        for (Link link : LinkLog.standing(log)) {
            if (RULES.contains(link.rule())) {
                anchors.put(link.other(), link);
            }
        }
        log.stream()
                .filter(Link::decision)
                .sorted(Comparator.comparing(Link::id))
                .forEach(
                        link -> {
                            decide(link, link.ones(), link.others());
                            decide(link, link.others(), link.ones());
                        });
    }

    private void decide(Link link, List<Node> some, List<Node> others) {
        some.stream()
                .filter(n -> !n.person())
                .forEach(
                        weak -> {
                            Map<Node, Link> last =
                                    decided.computeIfAbsent(weak, _ -> new LinkedHashMap<>());
                            others.forEach(n -> last.put(n, link));
                        });
    }

    /**
     * @param people groups of strong nodes
     */
    Anchored attach(Collection<Node> weak, Collection<? extends Set<Node>> people) {
        Map<Node, Set<Node>> groups = new HashMap<>();
        List<Set<Node>> all = new ArrayList<>();
        for (Set<Node> person : people) {
            Set<Node> group = new TreeSet<>(person);
            all.add(group);
            person.forEach(n -> groups.put(n, group));
        }
        List<Join> joins = new ArrayList<>();
        for (Node node : new TreeSet<>(weak)) {
            Join join = join(node, groups);
            if (join == null) {
                Set<Node> alone = new TreeSet<>(Set.of(node));
                all.add(alone);
                groups.put(node, alone);
            } else {
                joins.add(join);
                Set<Node> group = groups.getOrDefault(join.one(), Set.of());
                group.add(node);
                groups.put(node, group);
            }
        }
        return new Anchored(all, joins);
    }

    private @Nullable Join join(Node weak, Map<Node, Set<Node>> groups) {
        Map<Node, Link> last = decided.getOrDefault(weak, Map.of());
        Link anchor = anchors.get(weak);
        if (anchor != null
                && groups.containsKey(anchor.one())
                && (!last.containsKey(anchor.one())
                        || last.get(anchor.one()).kind() == Link.Kind.ASSERTED)) {
            return new Join(anchor.one(), weak, anchor.rule(), anchor.cause(), anchor.time());
        }
        return last.entrySet().stream()
                .filter(e -> e.getValue().kind() == Link.Kind.ASSERTED)
                .filter(e -> groups.containsKey(e.getKey()))
                .max(
                        Comparator.<Map.Entry<Node, Link>, String>comparing(e -> e.getValue().id())
                                .thenComparing(Map.Entry::getKey))
                .map(
                        e ->
                                new Join(
                                        e.getKey(),
                                        weak,
                                        Link.OPERATOR,
                                        e.getValue().cause(),
                                        e.getValue().time()))
                .orElse(null);
    }
}
