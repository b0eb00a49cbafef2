package dev.musubi.people;

import dev.musubi.event.EventFeed;
import dev.musubi.identity.Evidence;
import dev.musubi.identity.Found;
import dev.musubi.identity.Identities;
import dev.musubi.identity.IdentityChanges;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.identity.Resolution.Shared;
import dev.musubi.identity.Rules;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Transaction;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import dev.musubi.profile.Notice;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides anew who a person is, by all evidence there is: under other rules, or with a contact
 * point that has its power back. Writes nothing where that is what they are. Thread safe.
 *
 * <p>A contact point that is no more shared takes two steps. First that is written, so that every
 * transaction that begins later counts what events say of it. Then what they said before is read
 * from the log, and those that wait are written to ({@link EventFeed#disturb}): whoever was about
 * to apply one without knowing decides again.
 */
final class Reconsideration {

    private static final int ATTEMPTS = 60;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final DocumentStore store;
    private final EventFeed feed;
    private final Identities identities;
    private final Profiles profiles;
    private final Census census;
    private final Recollection recollection;

    Reconsideration(
            DocumentStore store,
            EventFeed feed,
            Identities identities,
            Profiles profiles,
            Understanding understanding,
            Rules rules) {
        this.store = store;
        this.feed = feed;
        this.identities = identities;
        this.profiles = profiles;
        this.census = new Census(identities, profiles, rules);
        this.recollection = new Recollection(feed, understanding);
    }

    Rules rules() {
        return census.rules();
    }

    /**
     * What is asked.
     *
     * @param lifted shared nodes that are taken to have their power back
     * @param unlifted nodes that are taken to be left to the rules again
     * @param preview whether nothing is to be written
     */
    record Question(Cluster.Cause why, Set<Node> lifted, Set<Node> unlifted, boolean preview) {}

    /**
     * What came of it.
     *
     * @param changed profiles as they are now, the retired ones among them
     * @param shared nodes that are shared now and were not
     * @param unshared nodes that were and are no more
     * @param tooMany recalled nodes of which more was said than can be looked at
     */
    record Answer(
            List<ProfileState> changed,
            List<Notice> notices,
            Set<Node> shared,
            Set<Node> unshared,
            Set<Node> tooMany) {
        static final Answer NOTHING =
                new Answer(List.of(), List.of(), Set.of(), Set.of(), Set.of());
    }

    /** Whether no rule could make anybody else of this person, so that nothing has to be read. */
    boolean settled(ProfileState person) {
        return person.retired()
                || (!person.contested()
                        && person.nodes().keySet().stream().noneMatch(rules()::blocks)
                        && rules().cannotRefuse(
                                        person.nodes().keySet().stream()
                                                .filter(Node::person)
                                                .toList(),
                                        Component.of(person).birthDates().size()));
    }

    /**
     * Decides about one person, and whoever any evidence connects with them.
     *
     * @throws StoreAway where others write these profiles all the time
     */
    Answer decide(String profile, Question question) {
        Set<Node> unshared = new HashSet<>();
        try (Transactions transactions = new Transactions(store)) {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                try {
                    Looked looked = transactions.run(tx -> look(tx, profile, question));
                    if (looked.first().isEmpty()) {
                        if (!question.preview()) {
                            looked.changes().ifPresent(census::committed);
                        }
                        Set<Node> all = new HashSet<>(unshared);
                        all.addAll(looked.answer().unshared());
                        return new Answer(
                                looked.answer().changed(),
                                looked.answer().notices(),
                                looked.answer().shared(),
                                all,
                                looked.answer().tooMany());
                    }
                    identities.unshare(looked.first());
                    unshared.addAll(looked.first());
                } catch (Contended busy) {
                    rest(attempt);
                }
            }
        }
        throw new StoreAway("these profiles are being written to all the time", SOON, null);
    }

    /**
     * @param first nodes that have to be said to be no more shared before anything is decided
     */
    private record Looked(Answer answer, Set<Node> first, Optional<PeopleChanges> changes) {}

    private Looked look(Transaction transaction, String profile, Question question) {
        ProfileState person = profiles.states(transaction, List.of(profile)).get(profile);
        if (person == null || person.retired()) {
            return new Looked(Answer.NOTHING, Set.of(), Optional.empty());
        }
        Found found = identities.find(transaction, person.nodes().keySet());
        Recalled recalled = recall(transaction, found, question);
        Map<String, Evidence> stored = identities.known(transaction, recalled.evidence());
        Set<Node> named = new HashSet<>(person.nodes().keySet());
        recalled.evidence().forEach(e -> named.addAll(e.nodes()));
        Found stand = identities.find(transaction, named);
        Map<String, ProfileState> people =
                profiles.states(
                        transaction,
                        stand.placements().values().stream()
                                .map(Placement::profile)
                                .collect(Collectors.toSet()));
        Census.Settled settled =
                census.settle(
                        transaction,
                        new Known(stand, people, Map.of(), stored, Surroundings.NONE),
                        grouping -> {
                            recalled.evidence().forEach(grouping::add);
                            grouping.reconsider(profile, question.why());
                        },
                        new Census.Anew(recalled.nodes(), question.lifted(), question.unlifted()));
        Set<Node> fewer = new HashSet<>(settled.grouping().unshared());
        fewer.retainAll(recalled.nodes());
        fewer.removeAll(recalled.tooMany());
        fewer.removeAll(question.lifted());
        if (!fewer.isEmpty() && !question.preview()) {
            return new Looked(Answer.NOTHING, fewer, Optional.empty());
        }
        PeopleChanges changes = changes(settled);
        if (!question.preview()) {
            found.recalled().forEach((node, since) -> feed.disturb(transaction, node, since));
            identities.recalled(transaction, found.recalled().keySet());
            census.write(transaction, changes);
        }
        return new Looked(
                new Answer(
                        changes.known(),
                        changes.notices(),
                        changes.identity().shared().keySet(),
                        fewer,
                        recalled.tooMany()),
                Set.of(),
                Optional.of(changes));
    }

    /**
     * What the log says of the nodes that were shared, or may be no more.
     *
     * @param tooMany those of which not all was read
     */
    private record Recalled(Set<Node> nodes, List<Evidence> evidence, Set<Node> tooMany) {}

    private Recalled recall(Transaction transaction, Found found, Question question) {
        Map<Node, Instant> since = new HashMap<>(found.recalled());
        found.shared().forEach((node, shared) -> since.putIfAbsent(node, shared.since()));
        List<Evidence> evidence = new ArrayList<>();
        Set<Node> tooMany = new HashSet<>();
        since.forEach(
                (node, from) -> {
                    boolean lifted =
                            question.lifted().contains(node) || found.lifted().contains(node);
                    Recollection.Found said =
                            recollection.of(
                                    transaction,
                                    node,
                                    from,
                                    lifted ? rules().mostNodes() : rules().mostOwners());
                    evidence.addAll(said.evidence());
                    if (!said.whole()) {
                        tooMany.add(node);
                    }
                });
        Set<Node> known =
                identities
                        .find(
                                transaction,
                                evidence.stream()
                                        .flatMap(e -> e.nodes().stream())
                                        .collect(Collectors.toSet()))
                        .placements()
                        .keySet();
        return new Recalled(
                since.keySet(),
                evidence.stream().filter(e -> known.containsAll(e.nodes())).toList(),
                tooMany);
    }

    /** Only what is not so already. */
    private static PeopleChanges changes(Census.Settled settled) {
        Grouping grouping = settled.grouping();
        PeopleChanges all = PeopleChanges.of(grouping, grouping.touched(), settled.known());
        Map<String, ProfileState> before = new HashMap<>(settled.known().surroundings().profiles());
        before.putAll(settled.known().profiles());
        List<ProfileState> changed =
                all.known().stream().filter(p -> !same(p, before.get(p.id()))).toList();
        Map<Node, Shared> shared = grouping.shared();
        List<Evidence> evidence =
                all.identity().evidence().stream()
                        .filter(
                                e ->
                                        e.nodes().stream()
                                                .noneMatch(n -> covers(shared, settled, n, e)))
                        .toList();
        boolean nothing =
                changed.isEmpty()
                        && all.identity().links().isEmpty()
                        && shared.isEmpty()
                        && evidence.isEmpty();
        return new PeopleChanges(
                new IdentityChanges(
                        all.identity().born(),
                        all.identity().moved(),
                        all.identity().awaited(),
                        all.identity().fulfilled(),
                        all.identity().removed(),
                        all.identity().links(),
                        evidence,
                        shared,
                        nothing ? List.of() : all.identity().refusals()),
                all.fresh(),
                changed,
                all.notices());
    }

    private static boolean same(ProfileState after, @Nullable ProfileState before) {
        return before != null
                && before.retired() == after.retired()
                && before.contested() == after.contested()
                && before.nodes().equals(after.nodes());
    }

    /** A node that is shared all the same keeps its silence. */
    private static boolean covers(
            Map<Node, Shared> now, Census.Settled settled, Node node, Evidence evidence) {
        if (settled.grouping().unshared().contains(node)) {
            return false;
        }
        Shared before = settled.known().surroundings().shared().get(node);
        Shared shared = now.containsKey(node) ? now.get(node) : before;
        return shared != null && shared.covers(evidence.time(), evidence.cause());
    }

    private static void rest(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(
                    ThreadLocalRandom.current().nextLong(1, 10L * Math.min(attempt, 10) + 2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreAway("the hub is being stopped", SOON, e);
        }
    }
}
