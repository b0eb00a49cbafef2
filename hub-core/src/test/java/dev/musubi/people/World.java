package dev.musubi.people;

import dev.musubi.identity.Found;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.order.Order;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.FacetCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.Document;

/** What the stores would hold, as maps: the decisions of batch after batch carried out. */
final class World {

    private final Map<Node, Placement> placements = new HashMap<>();
    private final Set<Node> awaited = new HashSet<>();
    private final Map<String, ProfileState> profiles = new HashMap<>();
    private final Map<String, Order> orders = new HashMap<>();
    private int minted;

    void apply(List<Work> batch) {
        Map<String, Order> known = new HashMap<>();
        batch.forEach(
                w -> {
                    if (w.orderId() != null && orders.containsKey(w.orderId())) {
                        known.put(w.orderId(), orders.get(w.orderId()));
                    }
                });
        Set<Node> asked = Decisions.nodes(batch, known.values());
        Map<Node, Placement> found = new HashMap<>(placements);
        found.keySet().retainAll(asked);
        Map<String, ProfileState> states = new HashMap<>();
        found.values().forEach(p -> states.put(p.profile(), stored(profiles.get(p.profile()))));
        Set<Node> waiting = new HashSet<>(awaited);
        waiting.retainAll(asked);
        write(
                Decisions.decide(
                        batch,
                        new Found(found, waiting),
                        states,
                        known,
                        () -> "b%09d".formatted(minted++)));
    }

    private void write(Outcome outcome) {
        outcome.identity()
                .born()
                .forEach(
                        p -> {
                            check(!placements.containsKey(p.node()), "inserted twice: " + p);
                            check(!awaited.contains(p.node()), "inserted over a reservation: " + p);
                            placements.put(p.node(), p);
                        });
        outcome.identity()
                .fulfilled()
                .forEach(
                        p -> {
                            check(awaited.remove(p.node()), "fulfilled but not awaited: " + p);
                            placements.put(p.node(), p);
                        });
        outcome.identity()
                .awaited()
                .forEach(n -> check(awaited.add(n) && !placements.containsKey(n), "awaited: " + n));
        outcome.identity()
                .moved()
                .forEach(
                        p -> {
                            check(placements.containsKey(p.node()), "moved but unknown: " + p);
                            placements.put(p.node(), p);
                        });
        outcome.fresh()
                .forEach(
                        p ->
                                check(
                                        profiles.put(p.id(), stored(p)) == null,
                                        "a fresh profile was there: " + p.id()));
        outcome.known()
                .forEach(
                        p -> {
                            ProfileState before = profiles.put(p.id(), stored(p));
                            check(before != null, "a known profile was not there: " + p.id());
                            check(
                                    before.version() < p.version(),
                                    "a version did not grow: " + p.id());
                        });
        outcome.orders().forEach(c -> orders.put(c.after().id(), c.after()));
    }

    /**
     * People as sets of nodes, each with the bytes of its facets: all that order must not change.
     */
    Map<Set<String>, List<Document>> people() {
        Map<Set<String>, List<Document>> people = new HashMap<>();
        for (ProfileState profile : profiles.values()) {
            if (!profile.retired()) {
                Set<String> nodes = new TreeSet<>();
                profile.nodes().keySet().forEach(n -> nodes.add(n.key()));
                people.put(nodes, documents(profile.facets()));
            }
        }
        return people;
    }

    Map<String, Order> orders() {
        return orders;
    }

    /** What must hold after every batch. */
    void checkIntegrity() {
        placements.forEach(
                (node, placement) -> {
                    ProfileState profile = profiles.get(placement.profile());
                    check(profile != null && !profile.retired(), "points nowhere: " + placement);
                    check(
                            placement.birth().equals(profile.nodes().get(node)),
                            "not a node of its profile: " + placement);
                    check(placement.slot() == profile.slot(), "another slot: " + placement);
                });
        profiles.values().stream()
                .filter(p -> !p.retired())
                .forEach(
                        p -> {
                            check(
                                    p.id().equals(new TreeSet<>(p.nodes().values()).first()),
                                    "not the oldest birth: " + p.id());
                            p.nodes()
                                    .keySet()
                                    .forEach(
                                            n ->
                                                    check(
                                                            placements
                                                                    .get(n)
                                                                    .profile()
                                                                    .equals(p.id()),
                                                            "claimed by two: " + n));
                        });
    }

    private static List<Document> documents(Map<Node, Facet> facets) {
        List<Document> documents = new ArrayList<>();
        new TreeMap<>(facets).values().forEach(f -> documents.add(FacetCodec.write(f)));
        return documents;
    }

    /** As a store would give it back: nothing shared with who wrote it. */
    private static ProfileState stored(ProfileState p) {
        Map<Node, Facet> facets = new HashMap<>();
        p.facets().forEach((n, f) -> facets.put(n, FacetCodec.read(FacetCodec.write(f))));
        return new ProfileState(
                p.id(), p.version(), p.slot(), new TreeMap<>(p.nodes()), facets, p.retired());
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
