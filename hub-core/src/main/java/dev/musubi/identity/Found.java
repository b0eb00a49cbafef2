package dev.musubi.identity;

import java.util.Map;
import java.util.Set;

/** What is known of the nodes asked for: where they stand, and which are reserved for a twin. */
public record Found(Map<Node, Placement> placements, Set<Node> awaited) {}
