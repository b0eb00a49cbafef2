package dev.musubi.identity;

import dev.musubi.identity.Resolution.Shared;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the nodes asked for.
 *
 * @param placements where they stand
 * @param awaited those that are reserved for a twin
 * @param shared contact points of too many people to join anybody
 * @param lifted contact points that a human said are no more shared, whoever has them
 * @param recalled contact points that were shared since then and are no more: what was said of them
 *     meanwhile has to be looked up
 */
public record Found(
        Map<Node, Placement> placements,
        Set<Node> awaited,
        Map<Node, Shared> shared,
        Set<Node> lifted,
        Map<Node, Instant> recalled) {

    public static final Found NOTHING = new Found(Map.of(), Set.of(), Map.of(), Set.of(), Map.of());
}
