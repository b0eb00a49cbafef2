package dev.musubi.people;

import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.Trait;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A person in the making during one batch: the nodes known to be one, their facets, and the stored
 * profiles that they come from. Mutable, for one batch.
 */
final class Component {

    private final SortedMap<Node, String> births = new TreeMap<>();
    private final Map<Node, Facet> facets = new HashMap<>();

    /** Ids of stored profiles that this one takes the place of. */
    private final Set<String> formerIds = new HashSet<>();

    private long version;
    private boolean contested;

    static Component of(ProfileState profile) {
        Component component = new Component();
        component.births.putAll(profile.nodes());
        component.facets.putAll(profile.facets());
        component.formerIds.add(profile.id());
        component.version = profile.version();
        component.contested = profile.contested();
        return component;
    }

    static Component born(Node node, String birth) {
        Component component = new Component();
        component.births.put(node, birth);
        return component;
    }

    /** Some nodes of some components, which may have stood in any of them. */
    static Component regrouped(
            Collection<Node> nodes, Collection<Component> from, boolean contested) {
        Component component = new Component();
        component.contested = contested;
        for (Component one : from) {
            component.version = Math.max(component.version, one.version);
            for (Node node : nodes) {
                String birth = one.births.get(node);
                if (birth != null) {
                    component.births.put(node, birth);
                }
                Facet facet = one.facets.get(node);
                if (facet != null) {
                    component.facets.put(node, facet);
                }
            }
        }
        return component;
    }

    /** Says that the profile with this id has been stored and is written over by this one. */
    void follows(String formerId) {
        formerIds.add(formerId);
    }

    void take(Node weak, String birth, Facet facet) {
        births.put(weak, birth);
        facets.put(weak, facet);
    }

    void put(Node weak, Facet facet) {
        facets.put(weak, facet);
    }

    void drop(Node weak) {
        births.remove(weak);
        facets.remove(weak);
    }

    Facet facet(Node home) {
        return facets.computeIfAbsent(home, Facet::new);
    }

    /** All birth dates that anybody has said. */
    Set<String> birthDates() {
        Set<String> dates = new HashSet<>();
        facets.values().stream()
                .flatMap(f -> f.said(Trait.BIRTH_DATE).stream())
                .flatMap(text -> BirthDate.of(text).stream())
                .forEach(dates::add);
        return dates;
    }

    /** The id of the profile: the birth of its oldest-born node. */
    String id() {
        return founder().getValue();
    }

    private Map.Entry<Node, String> founder() {
        return births.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    }

    /** The node that its id is the birth of. */
    Node oldest() {
        return founder().getKey();
    }

    boolean contested() {
        return contested;
    }

    boolean stored() {
        return !formerIds.isEmpty();
    }

    SortedMap<Node, String> births() {
        return births;
    }

    Set<String> formerIds() {
        return formerIds;
    }

    ProfileState state() {
        return new ProfileState(
                id(), version + 1, Identities.slotOf(oldest()), births, facets, contested, false);
    }
}
