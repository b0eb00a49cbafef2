package dev.musubi.people;

import dev.musubi.identity.Evidence;
import dev.musubi.identity.Found;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.identity.Resolution.Shared;
import dev.musubi.identity.Rules;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.Document;

/** What the stores would hold, as maps: the decisions of batch after batch carried out. */
final class World {

    private final Map<Node, Placement> placements = new HashMap<>();
    private final Set<Node> awaited = new HashSet<>();
    private final Map<String, ProfileState> profiles = new HashMap<>();
    private final Map<String, Order> orders = new HashMap<>();
    private final Map<String, Evidence> evidence = new HashMap<>();
    private final Map<Node, Shared> shared = new HashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final Rules rules;
    private int minted;

    World() {
        this(Rules.DEFAULT);
    }

    World(Rules rules) {
        this.rules = rules;
    }

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
        Map<Node, Shared> joinNobody = new HashMap<>(shared);
        joinNobody.keySet().retainAll(asked);
        Found stand = new Found(found, waiting, joinNobody, Set.of(), Map.of());
        Map<String, Evidence> same = new HashMap<>();
        Decisions.evidence(batch, stand)
                .forEach(
                        e -> {
                            if (evidence.containsKey(e.id())) {
                                same.put(e.id(), evidence.get(e.id()));
                            }
                        });
        Known read = new Known(stand, states, known, same, Surroundings.NONE);
        Census.Settled settled =
                settled(
                        read,
                        grouping ->
                                batch.stream()
                                        .filter(w -> w.stored().home().person())
                                        .forEach(grouping::add));
        write(Decisions.decide(batch, settled.known(), settled.grouping(), new Attachments()));
    }

    /** What an operator decides about people who are there. */
    void decide(Link decision) {
        Set<Node> nodes = new HashSet<>(decision.ones());
        nodes.addAll(decision.others());
        Map<Node, Placement> found = new HashMap<>(placements);
        found.keySet().retainAll(nodes);
        Map<String, ProfileState> states = new HashMap<>();
        found.values().forEach(p -> states.put(p.profile(), stored(profiles.get(p.profile()))));
        Census.Settled settled =
                settled(
                        new Known(
                                new Found(found, Set.of(), Map.of(), Set.of(), Map.of()),
                                states,
                                Map.of(),
                                Map.of(),
                                Surroundings.NONE),
                        grouping -> grouping.add(decision));
        write(Decisions.decide(List.of(), settled.known(), settled.grouping(), new Attachments()));
    }

    private Census.Settled settled(Known known, Consumer<Grouping> fill) {
        Known read = known;
        while (true) {
            Grouping grouping = new Grouping(read, rules, () -> "b%09d".formatted(minted++));
            fill.accept(grouping);
            if (grouping.settle().isEmpty()) {
                return new Census.Settled(read, grouping);
            }
            read = known.with(surroundings());
        }
    }

    /** The person who has this node. */
    ProfileState person(Node node) {
        return profiles.get(placements.get(node).profile());
    }

    Set<Node> nodes() {
        return placements.keySet();
    }

    /** Everybody and everything: a superset of what hangs together must not matter. */
    private Surroundings surroundings() {
        Map<String, ProfileState> all = new HashMap<>();
        profiles.values().stream()
                .filter(p -> !p.retired())
                .forEach(p -> all.put(p.id(), stored(p)));
        return new Surroundings(
                all, List.copyOf(evidence.values()), List.copyOf(links), shared, Set.of());
    }

    private void write(Outcome outcome) {
        outcome.people()
                .identity()
                .born()
                .forEach(
                        p -> {
                            check(!placements.containsKey(p.node()), "inserted twice: " + p);
                            check(!awaited.contains(p.node()), "inserted over a reservation: " + p);
                            placements.put(p.node(), p);
                        });
        outcome.people()
                .identity()
                .fulfilled()
                .forEach(
                        p -> {
                            check(awaited.remove(p.node()), "fulfilled but not awaited: " + p);
                            placements.put(p.node(), p);
                        });
        outcome.people()
                .identity()
                .awaited()
                .forEach(n -> check(awaited.add(n) && !placements.containsKey(n), "awaited: " + n));
        outcome.people()
                .identity()
                .moved()
                .forEach(
                        p -> {
                            check(placements.containsKey(p.node()), "moved but unknown: " + p);
                            placements.put(p.node(), p);
                        });
        outcome.people()
                .fresh()
                .forEach(
                        p ->
                                check(
                                        profiles.put(p.id(), stored(p)) == null,
                                        "a fresh profile was there: " + p.id()));
        outcome.people()
                .known()
                .forEach(
                        p -> {
                            ProfileState before = profiles.put(p.id(), stored(p));
                            check(
                                    before == null || before.version() < p.version(),
                                    "a version did not grow: " + p.id());
                        });
        evidence.putAll(
                outcome.people().identity().evidence().stream()
                        .collect(Collectors.toMap(Evidence::id, e -> e)));
        shared.putAll(outcome.people().identity().shared());
        links.addAll(outcome.people().identity().links());
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
        Unions<Node> held = new Unions<>();
        placements.keySet().forEach(held::root);
        LinkLog.standing(links)
                .forEach(
                        link -> {
                            held.join(List.of(link.one(), link.other()));
                            check(
                                    placements
                                            .get(link.one())
                                            .profile()
                                            .equals(placements.get(link.other()).profile()),
                                    "a link that stands parts people: " + link);
                        });
        profiles.values().stream()
                .filter(p -> !p.retired())
                .forEach(
                        p -> {
                            check(
                                    p.nodes().keySet().stream().map(held::root).distinct().count()
                                            == 1,
                                    "the links do not hold together: " + p.nodes().keySet());
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
                p.id(),
                p.version(),
                p.slot(),
                new TreeMap<>(p.nodes()),
                facets,
                p.contested(),
                p.retired());
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
