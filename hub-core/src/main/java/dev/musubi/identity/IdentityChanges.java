package dev.musubi.identity;

import java.util.List;

/**
 * What a batch does to identifiers.
 *
 * @param born nodes seen for the first time
 * @param moved nodes whose profile has another id now
 * @param awaited proven contact points of which only the unproven twin has been seen: reserved, so
 *     that whoever first sees one of the pair meets whoever first sees the other
 * @param fulfilled those of the born that had been awaited
 */
public record IdentityChanges(
        List<Placement> born,
        List<Placement> moved,
        List<Node> awaited,
        List<Placement> fulfilled,
        List<Link> links) {

    public boolean isEmpty() {
        return born.isEmpty()
                && moved.isEmpty()
                && awaited.isEmpty()
                && fulfilled.isEmpty()
                && links.isEmpty();
    }
}
