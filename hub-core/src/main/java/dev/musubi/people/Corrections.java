package dev.musubi.people;

import dev.musubi.identity.Found;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Problem;
import dev.musubi.platform.Transaction;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges and splits that a person decides, each whole or not at all, while events come in. Thread
 * safe.
 */
public final class Corrections {

    /** More than any person has; a document must stay small. */
    static final int MOST_NODES = 200;

    private static final int ATTEMPTS = 30;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final DocumentStore store;
    private final Identities identities;
    private final Profiles profiles;
    private final Census census;
    private final Clock clock;

    Corrections(
            DocumentStore store,
            Identities identities,
            Profiles profiles,
            Census census,
            Clock clock) {
        this.store = store;
        this.identities = identities;
        this.profiles = profiles;
        this.census = census;
        this.clock = clock;
    }

    /**
     * Who decides, and why.
     *
     * @param preview whether nothing is to be written
     */
    public record Order(String actor, String reason, boolean preview) {}

    /**
     * What came of it.
     *
     * @param decision its id in the log of links; absent where nothing was written
     * @param profiles all that changed, the one asked for first where it goes on
     * @param retired ids that lead to one of these now
     */
    public record Result(
            @Nullable String decision, List<ProfileState> profiles, List<String> retired) {}

    /**
     * Makes two profiles one, whatever the rules say.
     *
     * @throws Refused 404 where there is no such profile, 409 where both are one already, 422 where
     *     both together have too many identifiers
     * @throws StoreAway where others write these profiles all the time
     */
    public Result merge(String id, String with, Order order) {
        return merge(id, with, order, Corrections::nothing);
    }

    /**
     * @param also written in the same transaction, where anything is
     */
    Result merge(String id, String with, Order order, Consumer<Transaction> also) {
        return run(
                transaction -> {
                    ProfileState one = living(transaction, id);
                    ProfileState other = living(transaction, with);
                    if (one.id().equals(other.id())) {
                        throw refused(409, "already-one", "Both are one profile", one.id());
                    }
                    long nodes =
                            Stream.of(one, other)
                                    .flatMap(p -> p.nodes().keySet().stream())
                                    .filter(Node::person)
                                    .count();
                    if (nodes > MOST_NODES) {
                        throw new Refused(
                                Problem.invalid(
                                        "with",
                                        "a person has at most %d identifiers, both together have %d"
                                                .formatted(MOST_NODES, nodes)));
                    }
                    Link decision =
                            decision(
                                    Link.Kind.ASSERTED,
                                    side(one.nodes().keySet()),
                                    side(other.nodes().keySet()),
                                    oldest(one),
                                    oldest(other),
                                    Ids.next(),
                                    order);
                    return decide(transaction, List.of(one, other), List.of(decision), order, also);
                });
    }

    /**
     * Keeps two profiles apart, whatever events say.
     *
     * @param also written in the same transaction, where anything is
     * @throws Refused 404 where there is no such profile, 409 where both are one
     * @throws StoreAway where others write these profiles all the time
     */
    Result keepApart(String id, String with, Order order, Consumer<Transaction> also) {
        return run(
                transaction -> {
                    ProfileState one = living(transaction, id);
                    ProfileState other = living(transaction, with);
                    if (one.id().equals(other.id())) {
                        throw refused(409, "already-one", "Both are one profile", one.id());
                    }
                    Link decision =
                            decision(
                                    Link.Kind.MUST_NOT_LINK,
                                    side(one.nodes().keySet()),
                                    side(other.nodes().keySet()),
                                    oldest(one),
                                    oldest(other),
                                    Ids.next(),
                                    order);
                    return decide(transaction, List.of(one, other), List.of(decision), order, also);
                });
    }

    /** Runs what decides nothing about who is who. */
    void only(Consumer<Transaction> work) {
        run(
                transaction -> {
                    work.accept(transaction);
                    return new Result(null, List.of(), List.of());
                });
    }

    /**
     * Parts some nodes from the rest of their profile: they are one other person.
     *
     * @param nodes ways to write each identifier, of which the profile has one or more
     * @throws Refused 404 where there is no such profile, 422 where an identifier does not make
     *     this profile or nothing would remain
     * @throws StoreAway where others write these profiles all the time
     */
    public Result split(String id, List<List<Node>> nodes, Order order) {
        return run(
                transaction -> {
                    ProfileState profile = living(transaction, id);
                    Set<Node> parted = parted(profile, nodes);
                    Set<Node> left = new LinkedHashSet<>(profile.nodes().keySet());
                    left.removeAll(parted);
                    Set<Node> rest = side(left);
                    if (rest.isEmpty() || parted.containsAll(side(profile.nodes().keySet()))) {
                        throw new Refused(
                                Problem.invalid(
                                        "identifiers",
                                        "nothing would remain: name only those of the other person"));
                    }
                    String cause = Ids.next();
                    List<Link> decisions = new ArrayList<>();
                    decisions.add(
                            decision(
                                    Link.Kind.MUST_NOT_LINK,
                                    parted,
                                    rest,
                                    parted.iterator().next(),
                                    rest.iterator().next(),
                                    cause,
                                    order));
                    Census.Settled settled = settle(transaction, List.of(profile), decisions);
                    if (parted.stream().map(settled.grouping()::component).distinct().count() > 1) {
                        Set<Node> others = new LinkedHashSet<>(parted);
                        Node first = others.iterator().next();
                        others.remove(first);
                        decisions.add(
                                decision(
                                        Link.Kind.ASSERTED,
                                        Set.of(first),
                                        others,
                                        first,
                                        others.iterator().next(),
                                        cause,
                                        order));
                    }
                    return decide(
                            transaction, List.of(profile), decisions, order, Corrections::nothing);
                });
    }

    private static Set<Node> parted(ProfileState profile, List<List<Node>> nodes) {
        Set<Node> parted = new LinkedHashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            List<Node> own =
                    nodes.get(i).stream()
                            .flatMap(node -> profile.nodes().keySet().stream().filter(node::names))
                            .toList();
            if (own.isEmpty()) {
                throw new Refused(
                        Problem.invalid(
                                "identifiers[%d]".formatted(i),
                                "does not make this profile: take one of its identity's nodes"));
            }
            parted.addAll(own);
        }
        return parted;
    }

    /**
     * What a decision speaks of: weak nodes go with the strong ones, unless there are no others.
     */
    private static Set<Node> side(Collection<Node> nodes) {
        Set<Node> strong = new LinkedHashSet<>(nodes);
        strong.removeIf(n -> !n.person());
        return strong.isEmpty() ? new LinkedHashSet<>(nodes) : strong;
    }

    private Census.Settled settle(
            Transaction transaction, List<ProfileState> people, List<Link> decisions) {
        Set<Node> nodes = new LinkedHashSet<>();
        Map<String, ProfileState> states = new TreeMap<>();
        for (ProfileState person : people) {
            nodes.addAll(person.nodes().keySet());
            states.put(person.id(), person);
        }
        Found found = identities.find(transaction, nodes);
        return census.settle(
                transaction,
                new Known(found, states, Map.of(), Map.of(), Surroundings.NONE),
                grouping -> decisions.forEach(grouping::add));
    }

    private Result decide(
            Transaction transaction,
            List<ProfileState> people,
            List<Link> decisions,
            Order order,
            Consumer<Transaction> also) {
        Census.Settled settled = settle(transaction, people, decisions);
        Grouping grouping = settled.grouping();
        PeopleChanges changes = PeopleChanges.of(grouping, grouping.touched(), settled.known());
        if (!order.preview()) {
            census.write(transaction, changes);
            also.accept(transaction);
        }
        return new Result(
                order.preview() ? null : decisions.getFirst().cause(),
                concerned(people, changes),
                changes.notices().stream()
                        .filter(n -> n.kind() == dev.musubi.profile.Notice.Kind.MERGED)
                        .flatMap(n -> n.others().stream())
                        .toList());
    }

    /** Those who have nodes of the people asked for, the first of them first. */
    private static List<ProfileState> concerned(List<ProfileState> people, PeopleChanges changes) {
        Set<Node> nodes = new LinkedHashSet<>();
        people.forEach(p -> nodes.addAll(p.nodes().keySet()));
        String first = people.getFirst().id();
        return Stream.concat(changes.known().stream(), changes.fresh().stream())
                .filter(p -> p.nodes().keySet().stream().anyMatch(nodes::contains))
                .sorted(
                        Comparator.comparing((ProfileState p) -> !p.id().equals(first))
                                .thenComparing(ProfileState::id))
                .toList();
    }

    private Link decision(
            Link.Kind kind,
            Collection<Node> ones,
            Collection<Node> others,
            Node one,
            Node other,
            String cause,
            Order order) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Link(
                Ids.next(),
                kind,
                one,
                other,
                List.copyOf(ones),
                List.copyOf(others),
                Link.OPERATOR,
                census.rules().version(),
                order.actor(),
                cause,
                order.reason(),
                now);
    }

    private static Node oldest(ProfileState profile) {
        return profile.nodes().entrySet().stream()
                .filter(e -> e.getValue().equals(profile.id()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private ProfileState living(Transaction transaction, String id) {
        ProfileState state = profiles.states(transaction, List.of(id)).get(id);
        if (state != null && state.retired()) {
            String now = identities.redirect(id).orElse(id);
            state = profiles.states(transaction, List.of(now)).get(now);
        }
        if (state == null || state.retired()) {
            throw new Refused(Problem.notFound("there is no profile with the id " + id));
        }
        return state;
    }

    private static Refused refused(int status, String code, String title, String id) {
        return new Refused(new Problem(status, code, title, "both are profile " + id, null));
    }

    /** What is written besides a decision that closes no review. */
    private static void nothing(Transaction transaction) {}

    private Result run(Function<Transaction, Result> work) {
        try (Transactions transactions = new Transactions(store)) {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                try {
                    return transactions.run(work);
                } catch (Contended busy) {
                    rest(attempt);
                }
            }
        }
        throw new StoreAway("these profiles are being written to all the time", SOON, null);
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
