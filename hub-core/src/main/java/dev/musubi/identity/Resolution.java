package dev.musubi.identity;

import dev.musubi.identity.Rules.Limit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is who among some nodes: a function of the evidence in event time, of what operators decided,
 * and of the rules. Pure; the order of its input does not matter.
 *
 * <p>Operators come first: what they hold together is one, what they hold apart is never joined.
 * Then the evidence is gone through in event time; each joins its strongest node with the others
 * unless a rule refuses. At the end what was refused is tried again until nothing changes, because
 * a birth date that was corrected later takes its reason away.
 */
public final class Resolution {

    /** Why two nodes that an event names together are not one person. */
    public enum Reason {
        MUST_NOT_LINK("must-not-link"),
        LIMIT("limit"),
        BIRTH_DATES("birth-dates"),
        TOO_MANY_IDENTIFIERS("too-many-identifiers"),
        TOO_MANY_PROFILES("too-many-profiles"),
        SHARED("shared"),
        CLAIMED("claimed");

        private final String wire;

        Reason(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        /** Reads back {@link #wire}. */
        public static Reason ofWire(String wire) {
            for (Reason reason : values()) {
                if (reason.wire.equals(wire)) {
                    return reason;
                }
            }
            throw new IllegalStateException("no such reason: " + wire);
        }
    }

    /** Two nodes that are one person for a reason of their own. */
    public record Join(Node one, Node other, String rule, String cause, Instant time) {}

    /** Two nodes that would be one person but for a rule. */
    public record Refusal(Node one, Node other, Reason reason, String cause, Instant time) {}

    /** Since when a contact point has been seen with too many ids: from this event on. */
    public record Shared(Instant since, String cause) {
        /** Whether what an event of this time and key says counts no more. */
        public boolean covers(Instant time, String key) {
            int order = time.compareTo(since);
            return order > 0 || (order == 0 && key.compareTo(cause) >= 0);
        }
    }

    /** The rule of nodes that one event names together. */
    public static final String SAME_EVENT = "same-event";

    /** The rule of a contact point and the same one unproven. */
    public static final String VERIFIED_TWIN = "verified-twin";

    private final Rules rules;
    private final Map<Node, Group> groups = new HashMap<>();
    private final Map<Node, Set<Node>> apart;
    private final Map<Node, Map<String, Set<Node>>> owners = new HashMap<>();
    private final Map<Node, Shared> shared = new HashMap<>();
    private final Map<Node, Instant> seen = new HashMap<>();
    private final List<Join> joins = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    private static final class Group {
        private final NavigableSet<Node> nodes = new TreeSet<>();
        private final Set<String> birthDates = new HashSet<>();

        private Group(Node node) {
            nodes.add(node);
        }
    }

    private Resolution(Rules rules, Map<Node, Set<Node>> apart) {
        this.rules = rules;
        this.apart = apart;
    }

    /**
     * @param nodes all that are to be grouped; evidence of others is left out
     * @param decisions of operators, from the log of links
     * @param lifted shared nodes that an operator gave their power back
     */
    public static Resolution of(
            Collection<Node> nodes,
            Collection<Evidence> evidence,
            Collection<Link> decisions,
            Set<Node> lifted,
            Rules rules) {
        Decided decided = Decided.of(decisions);
        Resolution resolution = new Resolution(rules, decided.apart());
        nodes.stream().sorted().forEach(n -> resolution.groups.put(n, new Group(n)));
        decided.together().forEach(resolution::together);
        resolution.twins();
        List<Evidence> refused = new ArrayList<>();
        evidence.stream()
                .sorted()
                .map(e -> resolution.powerful(e, lifted))
                .filter(e -> !e.nodes().isEmpty())
                .forEach(
                        e -> {
                            if (!resolution.joined(e, false)) {
                                refused.add(e);
                            }
                        });
        resolution.again(refused);
        return resolution;
    }

    /** The people, in no order. */
    public Collection<NavigableSet<Node>> groups() {
        return new HashSet<>(groups.values()).stream().map(g -> g.nodes).toList();
    }

    /** What made them one, enough to connect each group, in the order in which it was found. */
    public List<Join> joins() {
        return joins;
    }

    /** What would join different people, the last word on each pair. */
    public List<Refusal> refusals() {
        return refusals.stream().filter(r -> groups.get(r.one()) != groups.get(r.other())).toList();
    }

    /** The contact points that are shared. */
    public Map<Node, Shared> shared() {
        return shared;
    }

    /** Whether anything but plain evidence had a say about this node. */
    public boolean contested(Node node) {
        return shared.containsKey(node)
                || apart.containsKey(node)
                || refusals.stream().anyMatch(r -> r.one().equals(node) || r.other().equals(node));
    }

    /** The decisions that stand: of two about the same nodes the later one. */
    private record Decided(Map<Node, Set<Node>> apart, List<Link> together) {

        private record Pair(Node one, Node other) {
            static Pair of(Node a, Node b) {
                return a.compareTo(b) <= 0 ? new Pair(a, b) : new Pair(b, a);
            }
        }

        static Decided of(Collection<Link> decisions) {
            Map<Pair, Link> last = new LinkedHashMap<>();
            decisions.stream()
                    .filter(Link::decision)
                    .sorted(Comparator.comparing(Link::id))
                    .forEach(
                            link ->
                                    link.ones()
                                            .forEach(
                                                    a ->
                                                            link.others()
                                                                    .forEach(
                                                                            b ->
                                                                                    last.put(
                                                                                            Pair.of(
                                                                                                    a,
                                                                                                    b),
                                                                                            link))));
            Map<Node, Set<Node>> apart = new HashMap<>();
            List<Link> together = new ArrayList<>();
            last.forEach(
                    (pair, link) -> {
                        if (link.kind() == Link.Kind.MUST_NOT_LINK) {
                            apart.computeIfAbsent(pair.one(), _ -> new HashSet<>())
                                    .add(pair.other());
                            apart.computeIfAbsent(pair.other(), _ -> new HashSet<>())
                                    .add(pair.one());
                        } else {
                            together.add(between(link, pair));
                        }
                    });
            together.sort(
                    Comparator.comparing(Link::id)
                            .thenComparing(Link::one)
                            .thenComparing(Link::other));
            return new Decided(apart, together);
        }

        private static Link between(Link link, Pair pair) {
            return new Link(
                    link.id(),
                    link.kind(),
                    pair.one(),
                    pair.other(),
                    link.ones(),
                    link.others(),
                    link.rule(),
                    link.ruleVersion(),
                    link.actor(),
                    link.cause(),
                    link.reason(),
                    link.time());
        }
    }

    private void together(Link link) {
        if (groups.containsKey(link.one()) && groups.containsKey(link.other())) {
            union(link.one(), link.other(), Link.OPERATOR, link.cause(), link.time());
        }
    }

    /** A proven and an unproven contact point are one, whatever else is. */
    private void twins() {
        for (Node node : new TreeSet<>(groups.keySet())) {
            if (node.unverified()) {
                Node twin = node.verifiedTwin();
                if (groups.containsKey(twin) && !apart(group(node), group(twin))) {
                    union(twin, node, VERIFIED_TWIN, "", Instant.EPOCH);
                }
            }
        }
    }

    /** What is left of it without the nodes that are shared by then, and those not asked for. */
    private Evidence powerful(Evidence evidence, Set<Node> lifted) {
        List<Node> known = evidence.nodes().stream().filter(groups::containsKey).toList();
        for (Node node : known) {
            seen.putIfAbsent(node, evidence.time());
            if (node.contactPoint() && !lifted.contains(node) && !shared.containsKey(node)) {
                meet(node, evidence);
            }
        }
        List<Node> left = known.stream().filter(n -> !shared.containsKey(n)).toList();
        known.stream()
                .filter(shared::containsKey)
                .filter(n -> !n.equals(known.getFirst()))
                .forEach(n -> refuse(known.getFirst(), n, Reason.SHARED, evidence));
        return new Evidence(
                evidence.id(), left, evidence.birthDate(), evidence.time(), evidence.cause());
    }

    private void meet(Node point, Evidence evidence) {
        Map<String, Set<Node>> met = owners.computeIfAbsent(point, _ -> new HashMap<>());
        for (Node node : evidence.nodes()) {
            if (!node.contactPoint()) {
                Set<Node> same = met.computeIfAbsent(node.kind(), _ -> new HashSet<>());
                same.add(node);
                if (same.size() > rules.mostOwners()) {
                    shared.put(point, new Shared(evidence.time(), evidence.cause()));
                }
            }
        }
    }

    /** Whether nothing of it is refused. */
    private boolean joined(Evidence evidence, boolean again) {
        Node home = evidence.nodes().getFirst();
        if (evidence.birthDate() != null) {
            group(home).birthDates.add(evidence.birthDate());
        }
        boolean whole = true;
        for (Node other : evidence.nodes().subList(1, evidence.nodes().size())) {
            if (group(home) == group(other)) {
                continue;
            }
            Reason reason = refusal(group(home), group(other), evidence.time());
            if (reason == null) {
                union(home, other, SAME_EVENT, evidence.cause(), evidence.time());
            } else {
                whole = false;
                if (!again) {
                    refuse(home, other, reason, evidence);
                }
            }
        }
        return whole;
    }

    private void again(List<Evidence> refused) {
        List<Evidence> left = refused;
        int before = -1;
        while (before != joins.size()) {
            before = joins.size();
            left = left.stream().filter(e -> !joined(e, true)).toList();
        }
    }

    private void refuse(Node one, Node other, Reason reason, Evidence evidence) {
        refusals.add(new Refusal(one, other, reason, evidence.cause(), evidence.time()));
    }

    private @Nullable Reason refusal(Group one, Group other, Instant time) {
        if (apart(one, other)) {
            return Reason.MUST_NOT_LINK;
        }
        if (one.nodes.size() + other.nodes.size() > rules.mostNodes()) {
            return Reason.TOO_MANY_IDENTIFIERS;
        }
        if (rules.birthDatesPart()
                && !one.birthDates.isEmpty()
                && !other.birthDates.isEmpty()
                && one.birthDates.stream().noneMatch(other.birthDates::contains)) {
            return Reason.BIRTH_DATES;
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Group group : List.of(one, other)) {
            for (Node node : group.nodes) {
                Limit limit = node.type().map(rules.limits()::get).orElse(null);
                if (limit != null
                        && !node.unverified()
                        && within(limit, node, time)
                        && counts.merge(node.kind(), 1, Integer::sum) > limit.most()) {
                    return Reason.LIMIT;
                }
            }
        }
        return null;
    }

    private boolean within(Limit limit, Node node, Instant time) {
        return limit.within() == null
                || !seen.getOrDefault(node, time).isBefore(time.minus(limit.within()));
    }

    private boolean apart(Group one, Group other) {
        return one.nodes.stream()
                .map(apart::get)
                .anyMatch(set -> set != null && set.stream().anyMatch(other.nodes::contains));
    }

    private Group group(Node node) {
        Group group = groups.get(node);
        if (group == null) {
            throw new IllegalArgumentException("not one of the nodes asked for: " + node);
        }
        return group;
    }

    private void union(Node one, Node other, String rule, String cause, Instant time) {
        Group larger = group(one);
        Group smaller = group(other);
        if (larger == smaller) {
            return;
        }
        if (larger.nodes.size() < smaller.nodes.size()) {
            Group swap = larger;
            larger = smaller;
            smaller = swap;
        }
        larger.nodes.addAll(smaller.nodes);
        larger.birthDates.addAll(smaller.birthDates);
        for (Node node : smaller.nodes) {
            groups.put(node, larger);
        }
        joins.add(new Join(one, other, rule, cause, time));
    }
}
