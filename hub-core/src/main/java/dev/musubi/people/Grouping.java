package dev.musubi.people;

import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Evidence;
import dev.musubi.identity.Found;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Resolution;
import dev.musubi.identity.Resolution.Reason;
import dev.musubi.identity.Resolution.Refusal;
import dev.musubi.identity.Resolution.Shared;
import dev.musubi.identity.Rules;
import dev.musubi.profile.Notice;
import dev.musubi.profile.facet.Facet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which nodes are one person after a batch. Pure but for the minted births.
 *
 * <p>Where people are joined by plain evidence and no rule could refuse it in any order, they are
 * simply joined. Otherwise all evidence about them is gone through anew ({@link Resolution}), for
 * which their surroundings have to be read: {@link #settle} says of whom.
 */
final class Grouping {

    private final Known known;
    private final Rules rules;
    private final Supplier<String> ids;
    private final LinkLog log;

    private final Standing standing;
    private final Map<Node, String> born = new LinkedHashMap<>();
    private final Set<Node> awaited = new LinkedHashSet<>();
    private final Set<Node> replaced = new LinkedHashSet<>();
    private final Map<String, Evidence> fresh = new LinkedHashMap<>();
    private final List<Link> twins = new ArrayList<>();
    private final List<Link> decisions = new ArrayList<>();
    private final Map<Component, Cluster.Cause> reconsidered = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final Map<Node, Shared> shared = new HashMap<>();
    private final Set<Node> unshared = new HashSet<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Set<Component> touched = new LinkedHashSet<>();

    Grouping(Known known, Rules rules, Supplier<String> ids) {
        this.known = known;
        this.rules = rules;
        this.ids = ids;
        this.log = new LinkLog(rules.version(), ids);
        this.standing = new Standing(known);
    }

    /** What an event says about who is who; empty where its home alone is a person's. */
    static Evidence evidence(Work work, Found found) {
        StoredEvent event = work.stored();
        List<Node> powerful =
                event.sighting().joined().stream()
                        .filter(n -> !covered(found.shared().get(n), event))
                        .toList();
        return Evidence.of(powerful, work.birthDate(), event.effectiveTime(), event.key());
    }

    private static boolean covered(@Nullable Shared shared, StoredEvent event) {
        return shared != null && shared.covers(event.effectiveTime(), event.key());
    }

    /** Makes the nodes of the event known, and takes its evidence up. */
    void add(Work work) {
        StoredEvent event = work.stored();
        for (Node node : event.sighting().joined()) {
            if (component(node) == null) {
                birth(node);
            }
            twin(node, event);
        }
        Evidence said = evidence(work, known.found());
        if (!said.speaks() || said.nodes().isEmpty()) {
            return;
        }
        if (profiles(said) > rules.mostProfiles()) {
            refuseAll(said);
            return;
        }
        add(said);
    }

    /** Takes up what was said of nodes that are all known. */
    void add(Evidence said) {
        Evidence before = known.evidence().get(said.id());
        if (before == null || said.compareTo(before) < 0) {
            fresh.merge(said.id(), said, (a, b) -> a.compareTo(b) <= 0 ? a : b);
        }
    }

    /** Takes up what an operator decided. */
    void add(Link decision) {
        decisions.add(decision);
        links.add(decision);
    }

    /** Has a stored person looked at anew, with whoever any evidence connects with them. */
    void reconsider(String profile, Cluster.Cause why) {
        reconsidered.put(standing.of(profile), why);
    }

    private long profiles(Evidence said) {
        return said.nodes().stream()
                .map(this::component)
                .filter(c -> c != null && c.stored())
                .distinct()
                .count();
    }

    private void refuseAll(Evidence said) {
        Node home = said.nodes().getFirst();
        said.nodes().stream()
                .skip(1)
                .filter(n -> component(n) != component(home))
                .forEach(
                        n ->
                                refusals.add(
                                        new Refusal(
                                                home,
                                                n,
                                                Reason.TOO_MANY_PROFILES,
                                                said.cause(),
                                                said.time())));
    }

    private void birth(Node node) {
        String birth = ids.get();
        born.put(node, birth);
        awaited.remove(node);
        Component component = Component.born(node, birth);
        standing.put(node, component);
        touched.add(component);
    }

    /** A proven and an unproven contact point are one person as soon as both are known. */
    private void twin(Node node, StoredEvent event) {
        if (!node.contactPoint()) {
            return;
        }
        Node twin = node.unverified() ? node.verifiedTwin() : node.unverifiedTwin();
        Component other = component(twin);
        if (other == null) {
            if (node.unverified()
                    && born.containsKey(node)
                    && !known.found().awaited().contains(twin)) {
                awaited.add(twin);
            }
        } else if (other != component(node)) {
            twins.add(
                    log.asserted(
                            node,
                            twin,
                            Resolution.VERIFIED_TWIN,
                            event.key(),
                            event.effectiveTime()));
        }
    }

    @Nullable Component component(Node node) {
        return standing.of(node);
    }

    /**
     * Decides.
     *
     * @return the profiles whose surroundings have to be known first; then nothing is decided, and
     *     a new grouping has to be made with them
     */
    Set<String> settle() {
        List<Cluster> clusters = clusters();
        Set<String> wanted = new HashSet<>();
        List<Cluster> plain = new ArrayList<>();
        List<Cluster> others = new ArrayList<>();
        for (Cluster cluster : clusters) {
            if (plain(cluster)) {
                plain.add(cluster);
            } else {
                others.add(cluster);
                cluster.people().stream()
                        .flatMap(c -> c.formerIds().stream())
                        .filter(id -> !known.surroundings().profiles().containsKey(id))
                        .forEach(wanted::add);
            }
        }
        if (wanted.isEmpty()) {
            plain.forEach(this::join);
            others.forEach(this::resolve);
        }
        return wanted;
    }

    private List<Cluster> clusters() {
        return new Clustering(standing::people)
                .clusters(
                        fresh.values(),
                        twins,
                        decisions,
                        reconsidered,
                        known.surroundings().evidence());
    }

    /** Whether no rule could refuse to join all of them, whatever came first. */
    private boolean plain(Cluster cluster) {
        if (!cluster.decisions().isEmpty()
                || !cluster.reconsidered().isEmpty()
                || cluster.people().stream().anyMatch(Component::contested)) {
            return false;
        }
        List<Node> nodes =
                cluster.people().stream()
                        .flatMap(c -> c.births().keySet().stream())
                        .filter(Node::person)
                        .toList();
        Set<String> birthDates = new HashSet<>();
        cluster.people().forEach(c -> birthDates.addAll(c.birthDates()));
        cluster.evidence().stream()
                .map(Evidence::birthDate)
                .filter(Objects::nonNull)
                .forEach(birthDates::add);
        return rules.cannotRefuse(nodes, birthDates.size());
    }

    private void join(Cluster cluster) {
        Unions<Component> unions = new Unions<>();
        for (Link twin : cluster.twins()) {
            if (unions.join(standing.people(List.of(twin.one(), twin.other())))) {
                links.add(twin);
            }
        }
        cluster.evidence().stream()
                .sorted()
                .forEach(
                        e -> {
                            Node home = e.nodes().getFirst();
                            for (Node other : e.nodes().subList(1, e.nodes().size())) {
                                if (unions.join(standing.people(List.of(home, other)))) {
                                    links.add(
                                            log.asserted(
                                                    home,
                                                    other,
                                                    Resolution.SAME_EVENT,
                                                    e.cause(),
                                                    e.time()));
                                }
                            }
                        });
        if (cluster.people().size() > 1) {
            Set<Node> all = new LinkedHashSet<>();
            cluster.people().forEach(c -> all.addAll(c.births().keySet()));
            regroup(cluster, List.of(all), Set.of());
        } else {
            touched.addAll(cluster.people());
        }
    }

    private void resolve(Cluster cluster) {
        Set<Node> nodes = new LinkedHashSet<>();
        cluster.people().forEach(c -> nodes.addAll(c.births().keySet()));
        List<Evidence> evidence =
                known.surroundings().evidenceWith(cluster.evidence()).stream()
                        .map(e -> e.without(rules::blocks))
                        .toList();
        List<Link> decided =
                Stream.concat(known.surroundings().links().stream(), cluster.decisions().stream())
                        .toList();
        Map<Boolean, List<Node>> strong =
                nodes.stream().collect(Collectors.partitioningBy(Node::person));
        Resolution resolution =
                Resolution.of(
                        strong.getOrDefault(true, List.of()),
                        evidence,
                        decided,
                        known.surroundings().lifted(),
                        rules);
        Anchors.Anchored anchored =
                new Anchors(decided)
                        .attach(strong.getOrDefault(false, List.of()), resolution.groups());
        Set<Node> contested =
                nodes.stream().filter(resolution::contested).collect(Collectors.toSet());
        regroup(cluster, anchored.groups(), contested);
        resolution
                .shared()
                .forEach(
                        (node, since) -> {
                            if (!since.equals(known.surroundings().shared().get(node))) {
                                shared.put(node, since);
                            }
                        });
        known.surroundings().shared().keySet().stream()
                .filter(n -> nodes.contains(n) && !resolution.shared().containsKey(n))
                .forEach(unshared::add);
        // What an operator keeps apart is a matter again only once something new says otherwise.
        Set<String> news =
                cluster.evidence().stream().map(Evidence::cause).collect(Collectors.toSet());
        resolution.refusals().stream()
                .filter(r -> r.reason() != Reason.MUST_NOT_LINK || news.contains(r.cause()))
                .forEach(refusals::add);
        links.addAll(
                log.changes(
                        known.surroundings().links(),
                        cluster,
                        Stream.concat(resolution.joins().stream(), anchored.joins().stream())
                                .toList(),
                        standing::here));
    }

    private void regroup(
            Cluster cluster, Collection<? extends Set<Node>> groups, Set<Node> contested) {
        Set<Component> from = cluster.people();
        Map<String, Node> oldest = new HashMap<>();
        from.forEach(c -> c.births().forEach((node, birth) -> oldest.put(birth, node)));
        for (Set<Node> group : groups) {
            Component person =
                    Component.regrouped(group, from, group.stream().anyMatch(contested::contains));
            group.forEach(node -> standing.put(node, person));
            touched.add(person);
        }
        for (Component former : from) {
            touched.remove(former);
            for (String id : former.formerIds()) {
                Component person = now(oldest.get(id));
                person.follows(id);
                standing.follows(id, person);
            }
        }
        notices.addAll(Notices.of(cluster, this::now, ids));
    }

    private Component now(@Nullable Node node) {
        Component person = node == null ? null : standing.here(node);
        if (person == null) {
            throw new IllegalStateException("a node of the people who are regrouped is lost");
        }
        return person;
    }

    /** Gives a weak node that nobody has to the person who has the other. */
    void adopt(Node weak, Facet facet, Node anchor, Attachments.Cause cause) {
        Component person = component(anchor);
        if (person == null) {
            throw new IllegalStateException("nobody has the node that a weak one is attached to");
        }
        String birth = ids.get();
        born.put(weak, birth);
        if (standing.removed().remove(weak)) {
            replaced.add(weak);
        }
        standing.put(weak, person);
        person.take(weak, birth, facet);
        touched.add(person);
        links.add(log.asserted(anchor, weak, cause.rule(), cause.event(), cause.time()));
    }

    /** Takes a weak node from the person who has it. */
    void leave(Node weak, Node anchor, Attachments.Cause cause) {
        Component person = component(anchor);
        if (person != null) {
            person.drop(weak);
            touched.add(person);
        }
        standing.remove(weak);
        links.add(log.retracted(anchor, weak, cause.event(), cause.time()));
    }

    /** Writes what is known of a weak node, wherever it stands. */
    void keep(Node weak, Facet facet) {
        Component person = component(weak);
        if (person != null) {
            person.put(weak, facet);
            touched.add(person);
        }
    }

    void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    /** Everybody who changes, by their identity alone. */
    Set<Component> touched() {
        return touched;
    }

    Map<Node, String> born() {
        return born;
    }

    Set<Node> awaited() {
        return awaited;
    }

    /** Weak nodes that are nobody's any more. */
    Set<Node> removed() {
        return standing.removed();
    }

    /** Weak nodes among the born that were somebody else's. */
    Set<Node> replaced() {
        return replaced;
    }

    List<Notice> notices() {
        return notices;
    }

    /** The profile that a stored node stood in before the batch. */
    @Nullable String stood(Node node) {
        return standing.stood(node);
    }

    List<Link> links() {
        return links;
    }

    List<Evidence> evidence() {
        return List.copyOf(fresh.values());
    }

    Map<Node, Shared> shared() {
        return new TreeMap<>(shared);
    }

    /** Contact points that were shared and are not by all that was looked at. */
    Set<Node> unshared() {
        return unshared;
    }

    List<Refusal> refusals() {
        return refusals;
    }
}
