package dev.musubi.profile;

import dev.musubi.identity.Identifier;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Placement;
import dev.musubi.platform.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One profile a person: found by id or identifier, written by the people consumer. Thread safe. */
public final class Profiles {

    private final ProfileStore store;
    private final NoticeStore notices;
    private final Identities identities;
    private final Nodes nodes;
    private final Clock clock;
    private final Whereabouts whereabouts = new Whereabouts();

    Profiles(
            ProfileStore store,
            NoticeStore notices,
            Identities identities,
            Nodes nodes,
            Clock clock) {
        this.store = store;
        this.notices = notices;
        this.identities = identities;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** The profile with this id; for a retired id the one that it was merged into. */
    public Optional<Profile> find(String id) {
        Optional<ProfileState> state = store.find(id);
        if (state.isPresent() && !state.get().retired()) {
            return state.map(Profile::of);
        }
        return state.isEmpty()
                ? Optional.empty()
                : identities
                        .redirect(id)
                        .flatMap(store::find)
                        .filter(p -> !p.retired())
                        .map(Profile::of);
    }

    /** The profiles that these ids lead to now, by the ids asked for; unknown ones are left out. */
    public Map<String, Profile> find(List<String> ids) {
        Map<String, Profile> found = new HashMap<>();
        store.find(null, ids)
                .values()
                .forEach(state -> living(state).ifPresent(p -> found.put(state.id(), p)));
        return found;
    }

    /** The person with this identifier; an unproven contact point finds its proven owner. */
    public Optional<Profile> find(Identifier identifier) {
        Optional<Node> first = candidates(identifier).stream().findFirst();
        Optional<Profile> expected =
                first.flatMap(node -> whereabouts.expected(node, store::find).map(Profile::of));
        if (expected.isPresent()) {
            return expected;
        }
        Optional<Profile> found = Optional.ofNullable(findAll(List.of(identifier)).get(identifier));
        found.ifPresent(profile -> first.ifPresent(node -> whereabouts.learn(node, profile)));
        return found;
    }

    /** The people with these identifiers; those who are not known are left out. */
    public Map<Identifier, Profile> findAll(Collection<Identifier> identifiers) {
        Map<Identifier, List<Node>> wanted = new LinkedHashMap<>();
        identifiers.forEach(i -> wanted.put(i, candidates(i)));
        Map<Node, Placement> placements =
                identities.find(wanted.values().stream().flatMap(List::stream).distinct().toList());
        Map<String, ProfileState> states =
                store.find(
                        null,
                        placements.values().stream().map(Placement::profile).distinct().toList());
        Map<Identifier, Profile> found = new HashMap<>();
        wanted.forEach(
                (identifier, keys) ->
                        keys.stream()
                                .map(placements::get)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .map(placement -> states.get(placement.profile()))
                                .flatMap(this::living)
                                .ifPresent(profile -> found.put(identifier, profile)));
        return found;
    }

    /** The node of the identifier, and for a contact point its twin, the proven one first. */
    private List<Node> candidates(Identifier identifier) {
        return nodes.node(identifier)
                .map(
                        node ->
                                identifier.type().contactPoint()
                                        ? List.of(node.verifiedTwin(), node.unverifiedTwin())
                                        : List.of(node))
                .orElse(List.of());
    }

    private Optional<Profile> living(ProfileState state) {
        return state.retired() ? find(state.id()) : Optional.of(Profile.of(state));
    }

    /** The stored profiles with these ids, retired ones included; unknown ones are left out. */
    public List<ProfileState> states(Collection<String> ids) {
        return new ArrayList<>(store.find(null, ids).values());
    }

    /** The stored profiles with these ids, as the transaction sees them. */
    public Map<String, ProfileState> states(Transaction transaction, Collection<String> ids) {
        return ids.isEmpty() ? Map.of() : store.find(transaction, ids);
    }

    /**
     * Writes profiles within a transaction.
     *
     * @param fresh those that did not exist before
     * @param known those that did, or that came out of others
     * @param told which of them became one or several
     */
    public void write(
            Transaction transaction,
            Collection<ProfileState> fresh,
            Collection<ProfileState> known,
            List<Notice> told) {
        Instant now = clock.instant();
        // First what became of people: whoever follows the changes knows why the profiles change.
        notices.write(transaction, told, now);
        store.write(transaction, fresh, known, now);
    }

    /** Ids of living profiles after this one, ascending, at most {@code limit}. */
    public List<String> idsAfter(@Nullable String id, int limit) {
        return store.idsAfter(id, limit);
    }

    /** Ids of all profiles after this one, retired ones too, ascending, at most {@code limit}. */
    public List<String> allIdsAfter(@Nullable String id, int limit) {
        return store.allIdsAfter(id, limit);
    }

    /** How many profiles have this id or one before it, retired ones included. */
    public long countUpTo(String id) {
        return store.countUpTo(id);
    }

    /** About how many profiles there are, retired ones included. */
    public long count() {
        return store.count();
    }
}
