package dev.musubi.household;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.platform.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who lives or writes together without being one person. Thread safe. */
public final class Households {

    /** What more people than this share is a hotel, a call centre or a shop's own number. */
    public static final int LARGEST = 12;

    private static final int MOST_PLACES = 100;
    private static final int REMEMBERED = 200_000;

    private final HouseholdStore store;
    private final Identities identities;

    /** What is in the store already, or need not be: nothing is ever taken out. */
    private final Cache<Sharing, Boolean> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    Households(HouseholdStore store, Identities identities) {
        this.store = store;
        this.identities = identities;
    }

    /**
     * Keeps who was seen with what, once. To be followed by {@link #committed} after the commit.
     */
    public void add(Transaction transaction, Collection<Sharing> sharings) {
        Set<Sharing> fresh = new LinkedHashSet<>(sharings);
        fresh.removeIf(s -> known.getIfPresent(s) != null);
        if (fresh.isEmpty()) {
            return;
        }
        Map<Node, List<Node>> members =
                store.members(
                        transaction,
                        fresh.stream().map(Sharing::place).collect(Collectors.toSet()));
        Map<Node, Set<Node>> growing = new TreeMap<>();
        List<Sharing> written = new ArrayList<>();
        for (Sharing sharing : fresh) {
            Set<Node> all =
                    growing.computeIfAbsent(
                            sharing.place(),
                            place -> new HashSet<>(members.getOrDefault(place, List.of())));
            // One more than the largest is kept, to tell a full household from no household.
            if (all.size() <= LARGEST && all.add(sharing.member())) {
                written.add(sharing);
            }
        }
        store.add(transaction, written);
    }

    /** To be called after the commit. */
    public void committed(Collection<Sharing> sharings) {
        sharings.forEach(s -> known.put(s, true));
    }

    /**
     * Another person of the household.
     *
     * @param profile id
     * @param places what both share, contact points and addresses
     */
    public record Relative(String profile, Set<Node> places) {}

    /** The others who share something with the person of these nodes, by the ids of profiles. */
    public List<Relative> of(String profile, Collection<Node> nodes) {
        Map<Node, List<Node>> around = store.around(nodes, MOST_PLACES);
        around.values().removeIf(members -> members.size() > LARGEST);
        Set<Node> everybody = new HashSet<>();
        around.forEach(
                (place, members) -> {
                    everybody.add(place);
                    everybody.addAll(members);
                });
        Map<Node, Placement> stand = identities.find(everybody);
        Map<String, Set<Node>> relatives = new TreeMap<>();
        around.forEach(
                (place, members) ->
                        Stream.concat(Stream.of(place), members.stream())
                                .map(stand::get)
                                .filter(Objects::nonNull)
                                .map(Placement::profile)
                                .filter(id -> !id.equals(profile))
                                .forEach(
                                        id ->
                                                relatives
                                                        .computeIfAbsent(id, _ -> new TreeSet<>())
                                                        .add(place)));
        return relatives.entrySet().stream()
                .map(e -> new Relative(e.getKey(), e.getValue()))
                .toList();
    }
}
