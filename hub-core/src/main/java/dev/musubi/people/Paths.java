package dev.musubi.people;

import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shortest way from one identifier to another along links. Pure. */
final class Paths {

    private Paths() {}

    /** One link, walked in one direction. */
    record Step(Node from, Node to, Link link) {}

    /**
     * The steps, in order; none where both are the same or nothing leads from one to the other.
     *
     * @param standing the links that hold
     */
    static List<Step> between(Node from, Node to, Collection<Link> standing) {
        Map<Node, List<Step>> steps = new HashMap<>();
        for (Link link : standing) {
            pairs(link)
                    .forEach(s -> steps.computeIfAbsent(s.from(), _ -> new ArrayList<>()).add(s));
        }
        Map<Node, @Nullable Step> reachedBy = new HashMap<>();
        reachedBy.put(from, null);
        Deque<Node> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty() && !reachedBy.containsKey(to)) {
            Node here = next.poll();
            for (Step step : steps.getOrDefault(here, List.of())) {
                if (!reachedBy.containsKey(step.to())) {
                    reachedBy.put(step.to(), step);
                    next.add(step.to());
                }
            }
        }
        List<Step> path = new ArrayList<>();
        Step step = reachedBy.get(to);
        while (step != null) {
            path.add(step);
            step = reachedBy.get(step.from());
        }
        Collections.reverse(path);
        return path;
    }

    /** Both directions of a link. */
    private static List<Step> pairs(Link link) {
        return List.of(
                new Step(link.one(), link.other(), link), new Step(link.other(), link.one(), link));
    }
}
