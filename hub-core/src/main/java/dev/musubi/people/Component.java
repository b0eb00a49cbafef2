package dev.musubi.people;

import dev.musubi.identity.Node;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.facet.Facet;
import java.util.Collections;
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
    private final Set<String> formerIds = new HashSet<>();
    private long version;
    private int slot;

    static Component of(ProfileState profile) {
        Component component = new Component();
        component.births.putAll(profile.nodes());
        component.facets.putAll(profile.facets());
        component.formerIds.add(profile.id());
        component.version = profile.version();
        component.slot = profile.slot();
        return component;
    }

    static Component founded(int slot) {
        Component component = new Component();
        component.slot = slot;
        return component;
    }

    void add(Node node, String birth) {
        births.put(node, birth);
    }

    /** Takes over all of the other, whose nodes belong here from now on. */
    void absorb(Component other) {
        // The survivor is the one with the oldest birth, so its slot stays.
        slot = id().compareTo(other.id()) <= 0 ? slot : other.slot;
        births.putAll(other.births);
        facets.putAll(other.facets);
        formerIds.addAll(other.formerIds);
        version = Math.max(version, other.version);
    }

    Facet facet(Node home) {
        return facets.computeIfAbsent(home, Facet::new);
    }

    /** The id of the profile: the birth of its oldest-born node. */
    String id() {
        return Collections.min(births.values());
    }

    int slot() {
        return slot;
    }

    int size() {
        return births.size();
    }

    SortedMap<Node, String> births() {
        return births;
    }

    Set<String> formerIds() {
        return formerIds;
    }

    long nextVersion() {
        return version + 1;
    }

    ProfileState state() {
        return new ProfileState(id(), nextVersion(), slot, births, facets, false);
    }
}
