package dev.musubi.people;

import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.profile.ProfileState;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose each node is during one batch: as it is stored, until it is put elsewhere. Mutable. */
final class Standing {

    private final Known known;
    private final Map<String, Component> byProfile = new HashMap<>();
    private final Map<Node, Component> byNode = new HashMap<>();
    private final Map<Node, String> stood = new HashMap<>();
    private final Set<Node> removed = new LinkedHashSet<>();

    Standing(Known known) {
        this.known = known;
        // Those who surround the others may connect them.
        known.surroundings().profiles().values().forEach(this::of);
    }

    /** Whose the node is, stored or not; nobody's where it is new or was taken away. */
    @Nullable Component of(Node node) {
        Component here = byNode.get(node);
        if (here != null || removed.contains(node)) {
            return here;
        }
        Placement placement = known.found().placements().get(node);
        return placement == null ? null : of(placement.profile());
    }

    /** The person with the id of a stored profile. */
    Component of(String id) {
        ProfileState profile = known.profiles().get(id);
        if (profile == null || profile.retired()) {
            throw new IllegalStateException(
                    "an identifier points to profile " + id + ", which is not there");
        }
        return of(profile);
    }

    private Component of(ProfileState profile) {
        Component component = byProfile.get(profile.id());
        if (component == null) {
            component = Component.of(profile);
            byProfile.put(profile.id(), component);
            for (Node node : profile.nodes().keySet()) {
                byNode.put(node, component);
                stood.put(node, profile.id());
            }
        }
        return component;
    }

    /** Whose these nodes are, each person once. */
    List<Component> people(List<Node> nodes) {
        return nodes.stream()
                .map(this::of)
                .filter(Objects::nonNull)
                .map(Component.class::cast)
                .distinct()
                .toList();
    }

    /** Whose the node is by what has been looked at so far. */
    @Nullable Component here(Node node) {
        return byNode.get(node);
    }

    void put(Node node, Component person) {
        byNode.put(node, person);
    }

    /** Says that a stored profile goes on as this person. */
    void follows(String profile, Component person) {
        byProfile.put(profile, person);
    }

    void remove(Node node) {
        byNode.remove(node);
        removed.add(node);
    }

    /** Nodes that are nobody's any more. */
    Set<Node> removed() {
        return removed;
    }

    /** The profile that a stored node stood in before the batch. */
    @Nullable String stood(Node node) {
        return stood.get(node);
    }
}
