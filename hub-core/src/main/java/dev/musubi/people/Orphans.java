package dev.musubi.people;

import dev.musubi.event.EventFeed;
import dev.musubi.identity.Identities;
import dev.musubi.identity.IdentityChanges;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.people.Consistency.Fault;
import dev.musubi.people.Consistency.Finding;
import dev.musubi.platform.Transaction;
import dev.musubi.platform.Transactions;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers that point to a profile that does not have them: because the profile is gone, or says
 * that it was merged away, or because it does not know of them. Both are written in one
 * transaction, so it is the pointer that is believed, as long as the log knows the identifier.
 */
final class Orphans {

    private static final int PAGE = 200;

    private final EventFeed feed;
    private final Identities identities;
    private final Profiles profiles;
    private final Rebuild rebuild;
    private final Clock clock;

    Orphans(
            EventFeed feed,
            Identities identities,
            Profiles profiles,
            Rebuild rebuild,
            Clock clock) {
        this.feed = feed;
        this.identities = identities;
        this.profiles = profiles;
        this.rebuild = rebuild;
        this.clock = clock;
    }

    /** Looks at every identifier. */
    List<Finding> look(Transactions transactions, boolean repair) {
        SortedMap<String, List<Node>> orphans = new TreeMap<>();
        Set<Node> page = new HashSet<>();
        identities.all(
                (node, _) -> {
                    page.add(node);
                    if (page.size() == PAGE) {
                        collect(transactions, page, orphans);
                        page.clear();
                    }
                });
        collect(transactions, page, orphans);
        List<Finding> findings = new ArrayList<>();
        orphans.forEach(
                (profile, nodes) ->
                        findings.addAll(
                                Consistency.run(
                                        transactions, tx -> of(tx, profile, nodes, repair))));
        return findings;
    }

    private void collect(
            Transactions transactions, Set<Node> page, Map<String, List<Node>> orphans) {
        if (!page.isEmpty()) {
            Consistency.run(transactions, tx -> orphans(tx, page))
                    .forEach(
                            p ->
                                    orphans.computeIfAbsent(p.profile(), _ -> new ArrayList<>())
                                            .add(p.node()));
        }
    }

    /** As the transaction sees them: who was merged since they were read is no orphan. */
    private List<Placement> orphans(Transaction transaction, Collection<Node> nodes) {
        Collection<Placement> stand = identities.find(transaction, nodes).placements().values();
        Set<String> ids = new HashSet<>();
        stand.forEach(p -> ids.add(p.profile()));
        Map<String, ProfileState> people = profiles.states(transaction, ids);
        return stand.stream()
                .filter(
                        p -> {
                            ProfileState person = people.get(p.profile());
                            return person == null
                                    || person.retired()
                                    || !person.nodes().containsKey(p.node());
                        })
                .toList();
    }

    private List<Finding> of(
            Transaction transaction, String profile, List<Node> nodes, boolean repair) {
        List<Placement> still =
                orphans(transaction, nodes).stream()
                        .filter(p -> p.profile().equals(profile))
                        .toList();
        if (still.isEmpty()) {
            return List.of();
        }
        ProfileState person = profiles.states(transaction, List.of(profile)).get(profile);
        Fault fault = person == null || person.retired() ? Fault.LOST : Fault.ORPHAN;
        if (repair) {
            mend(transaction, profile, person, still);
        }
        return fault == Fault.LOST
                ? List.of(new Finding(fault, profile, repair))
                : still.stream().map(_ -> new Finding(fault, profile, repair)).toList();
    }

    private void mend(
            Transaction transaction,
            String profile,
            @Nullable ProfileState person,
            List<Placement> orphans) {
        List<Node> unheard =
                orphans.stream()
                        .map(Placement::node)
                        .filter(node -> !heardOf(transaction, node))
                        .toList();
        identities.write(transaction, removed(unheard));
        if (unheard.size() == orphans.size()) {
            return;
        }
        ProfileState living = person == null || person.retired() ? null : person;
        TreeMap<Node, String> nodes = new TreeMap<>();
        if (living != null) {
            nodes.putAll(living.nodes());
        }
        orphans.stream()
                .filter(p -> !unheard.contains(p.node()))
                .forEach(p -> nodes.put(p.node(), p.birth()));
        profiles.write(
                transaction,
                List.of(),
                List.of(
                        new ProfileState(
                                profile,
                                // Whoever follows has seen some version: this one is later.
                                person == null ? clock.millis() : person.version() + 1,
                                living == null ? orphans.getFirst().slot() : living.slot(),
                                nodes,
                                person == null ? new HashMap<>() : person.facets(),
                                // Whether anybody had a say is not known any more.
                                person == null || person.contested(),
                                false)),
                List.of());
        rebuild.refold(transaction, profile, true);
    }

    /** Whether any applied event names it. */
    private boolean heardOf(Transaction transaction, Node node) {
        Node named = node.attaches() ? node.uncut() : node;
        if (!feed.atHome(transaction, named, 1).isEmpty()) {
            return true;
        }
        boolean[] heard = {false};
        feed.beside(
                transaction,
                named,
                Instant.EPOCH,
                _ -> {
                    heard[0] = true;
                    return false;
                });
        return heard[0];
    }

    private static IdentityChanges removed(List<Node> nodes) {
        return new IdentityChanges(
                List.of(), List.of(), List.of(), List.of(), nodes, List.of(), List.of(), Map.of(),
                List.of());
    }
}
