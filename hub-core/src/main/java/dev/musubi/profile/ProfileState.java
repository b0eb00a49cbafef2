package dev.musubi.profile;

import dev.musubi.identity.Node;
import dev.musubi.profile.facet.Combined;
import dev.musubi.profile.facet.Facet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A profile as it is stored: a connected component of nodes, and the facets of those that events
 * are at home in.
 *
 * @param version grows with every write; after a merge higher than all that were merged
 * @param nodes the nodes with their births
 * @param contested whether anything but plain evidence had a say about its nodes: a rule that
 *     refused, an operator, a shared contact point
 * @param retired whether it was merged into another; it has no nodes then
 */
public record ProfileState(
        String id,
        long version,
        int slot,
        SortedMap<Node, String> nodes,
        Map<Node, Facet> facets,
        boolean contested,
        boolean retired) {

    public Combined combined() {
        return Combined.of(facets.values());
    }

    List<String> nodeKeys() {
        return nodes.keySet().stream().map(Node::key).toList();
    }
}
