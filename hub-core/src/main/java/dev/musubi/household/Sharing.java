package dev.musubi.household;

import dev.musubi.identity.Node;

/**
 * That somebody was seen with something that others may have too.
 *
 * @param place a contact point or an address, see {@link dev.musubi.identity.Nodes}
 * @param member the node that the event was at home in
 */
public record Sharing(Node place, Node member) {}
