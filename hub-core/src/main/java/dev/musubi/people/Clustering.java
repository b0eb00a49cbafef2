package dev.musubi.people;

import dev.musubi.identity.Evidence;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds who has to be looked at together. Pure. */
final class Clustering {

    private final Function<List<Node>, List<Component>> people;
    private final Unions<Component> unions = new Unions<>();
    private final Map<Component, Cluster> clusters = new LinkedHashMap<>();

    /**
     * @param people whose these nodes are, each person once
     */
    Clustering(Function<List<Node>, List<Component>> people) {
        this.people = people;
    }

    /**
     * All people of whom something is new, each with those who hang together with them.
     *
     * @param around evidence that is not new, and connects
     */
    List<Cluster> clusters(
            Collection<Evidence> fresh,
            List<Link> twins,
            List<Link> decisions,
            Map<Component, Cluster.Cause> reconsidered,
            Collection<Evidence> around) {
        fresh.forEach(e -> unions.join(people.apply(e.nodes())));
        twins.forEach(t -> unions.join(people.apply(List.of(t.one(), t.other()))));
        decisions.forEach(d -> unions.join(people.apply(sides(d))));
        reconsidered.keySet().forEach(unions::root);
        around.forEach(e -> unions.join(people.apply(e.nodes())));

        fresh.forEach(e -> cluster(e.nodes()).evidence().add(e));
        twins.forEach(t -> cluster(List.of(t.one())).twins().add(t));
        decisions.forEach(d -> cluster(sides(d)).decisions().add(d));
        reconsidered.forEach((person, why) -> cluster(person).reconsidered().add(why));
        unions.members()
                .forEach(
                        (person, root) -> {
                            Cluster cluster = clusters.get(root);
                            if (cluster != null) {
                                cluster.people().add(person);
                            }
                        });
        return List.copyOf(clusters.values());
    }

    private static List<Node> sides(Link decision) {
        return Stream.concat(decision.ones().stream(), decision.others().stream()).toList();
    }

    private Cluster cluster(List<Node> nodes) {
        return cluster(people.apply(nodes).getFirst());
    }

    private Cluster cluster(Component person) {
        return clusters.computeIfAbsent(unions.root(person), _ -> new Cluster());
    }
}
