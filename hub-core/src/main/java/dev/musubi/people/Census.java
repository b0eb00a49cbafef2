package dev.musubi.people;

import dev.musubi.identity.Evidence;
import dev.musubi.identity.Found;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.identity.Resolution.Shared;
import dev.musubi.identity.Rules;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Transaction;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Settles who is who within a transaction: reads what a grouping has to know. Thread safe. */
final class Census {

    /** People who are not one, yet hang together: beyond so many, those farther off are left. */
    private static final int MOST_PROFILES = 500;

    private static final int MOST_ROUNDS = 10;

    private final Identities identities;
    private final Profiles profiles;
    private final Rules rules;

    Census(Identities identities, Profiles profiles, Rules rules) {
        this.identities = identities;
        this.profiles = profiles;
        this.rules = rules;
    }

    Rules rules() {
        return rules;
    }

    /**
     * @param fill tells the grouping what is new
     */
    Settled settle(Transaction transaction, Known known, Consumer<Grouping> fill) {
        return settle(transaction, known, fill, Anew.NOTHING);
    }

    /**
     * What is taken for other than it is stored.
     *
     * @param recalled nodes of which all evidence counts, although they are shared
     * @param lifted those that have their power back
     * @param unlifted those that have not
     */
    record Anew(Set<Node> recalled, Set<Node> lifted, Set<Node> unlifted) {
        static final Anew NOTHING = new Anew(Set.of(), Set.of(), Set.of());
    }

    /**
     * @param fill tells the grouping what is new
     */
    Settled settle(Transaction transaction, Known known, Consumer<Grouping> fill, Anew anew) {
        Known with = known;
        Set<String> asked = new HashSet<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Grouping grouping = new Grouping(with, rules, Ids::next);
            fill.accept(grouping);
            Set<String> wanted = grouping.settle();
            if (wanted.isEmpty()) {
                return new Settled(with, grouping);
            }
            asked.addAll(wanted);
            with = known.with(surroundings(transaction, asked, anew));
        }
        throw new IllegalStateException("who is who cannot be settled: it never ends");
    }

    /** A settled grouping, and all that was read for it. */
    record Settled(Known known, Grouping grouping) {}

    private Surroundings surroundings(Transaction transaction, Set<String> ids, Anew anew) {
        Map<String, ProfileState> people = new TreeMap<>();
        Map<String, Evidence> evidence = new HashMap<>();
        Map<String, Link> links = new TreeMap<>();
        Map<Node, Shared> shared = new HashMap<>();
        Set<Node> lifted = new HashSet<>();
        Set<String> frontier = ids;
        while (!frontier.isEmpty()) {
            Map<String, ProfileState> found = profiles.states(transaction, frontier);
            people.putAll(found);
            Set<Node> nodes =
                    found.values().stream()
                            .flatMap(p -> p.nodes().keySet().stream())
                            .collect(Collectors.toSet());
            Found stand = identities.find(transaction, nodes);
            shared.putAll(stand.shared());
            lifted.addAll(stand.lifted());
            nodes.stream().filter(anew.lifted()::contains).forEach(lifted::add);
            lifted.removeAll(anew.unlifted());
            Map<Node, Shared> silent = new HashMap<>(stand.shared());
            silent.keySet().removeAll(anew.recalled());
            List<Evidence> more = identities.evidence(transaction, nodes, silent);
            more.forEach(e -> evidence.put(e.id(), e));
            identities.links(transaction, nodes).forEach(l -> links.put(l.id(), l));
            frontier = others(transaction, more, people);
            if (people.size() + frontier.size() > Math.max(MOST_PROFILES, ids.size())) {
                frontier = Set.of();
            }
        }
        return new Surroundings(
                people,
                List.copyOf(evidence.values()),
                List.copyOf(links.values()),
                shared,
                lifted);
    }

    /** The people whom the evidence speaks of and who are not known yet. */
    private Set<String> others(
            Transaction transaction,
            Collection<Evidence> evidence,
            Map<String, ProfileState> people) {
        Set<Node> nodes =
                evidence.stream().flatMap(e -> e.nodes().stream()).collect(Collectors.toSet());
        people.values().forEach(p -> nodes.removeAll(p.nodes().keySet()));
        return nodes.isEmpty()
                ? Set.of()
                : identities.find(transaction, nodes).placements().values().stream()
                        .map(Placement::profile)
                        .filter(id -> !people.containsKey(id))
                        .collect(Collectors.toSet());
    }

    /** Writes what was settled. */
    void write(Transaction transaction, PeopleChanges changes) {
        identities.write(transaction, changes.identity());
        profiles.write(transaction, changes.fresh(), changes.known(), changes.notices());
    }

    /** To be called after the commit. */
    void committed(PeopleChanges changes) {
        identities.committed(changes.identity());
    }
}
