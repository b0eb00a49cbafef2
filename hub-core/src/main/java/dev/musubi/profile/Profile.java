package dev.musubi.profile;

import dev.musubi.identity.Node;
import dev.musubi.profile.facet.Combined;
import java.util.List;
import java.util.SortedMap;

/**
 * A person as the hub knows them.
 *
 * @param id the birth of the oldest-born node: stable through merges, never reused
 * @param version grows with every change
 * @param nodes the identifiers that make this person, with the birth of each
 * @param known what all that happened to them comes to
 */
public record Profile(String id, long version, SortedMap<Node, String> nodes, Combined known) {

    static Profile of(ProfileState state) {
        return new Profile(state.id(), state.version(), state.nodes(), state.combined());
    }

    /** The nodes in the order of their keys. */
    public List<Node> nodeList() {
        return List.copyOf(nodes.keySet());
    }
}
