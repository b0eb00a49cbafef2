package dev.musubi.identity;

import dev.musubi.identity.Resolution.Refusal;
import dev.musubi.identity.Resolution.Shared;
import java.util.List;
import java.util.Map;

/**
 * What a batch does to identifiers.
 *
 * @param born nodes seen for the first time
 * @param moved nodes whose profile has another id now
 * @param awaited proven contact points of which only the unproven twin has been seen: reserved, so
 *     that whoever first sees one of the pair meets whoever first sees the other
 * @param fulfilled those of the born that had been awaited, or had belonged to somebody else
 * @param removed weak nodes that are nobody's any more
 * @param evidence new, or earlier than what was known
 * @param shared contact points that are shared since another time than was known
 * @param refusals what a rule keeps apart, for people to look at
 */
public record IdentityChanges(
        List<Placement> born,
        List<Placement> moved,
        List<Node> awaited,
        List<Placement> fulfilled,
        List<Node> removed,
        List<Link> links,
        List<Evidence> evidence,
        Map<Node, Shared> shared,
        List<Refusal> refusals) {

    public boolean isEmpty() {
        return born.isEmpty()
                && moved.isEmpty()
                && awaited.isEmpty()
                && fulfilled.isEmpty()
                && removed.isEmpty()
                && links.isEmpty()
                && evidence.isEmpty()
                && shared.isEmpty()
                && refusals.isEmpty();
    }
}
