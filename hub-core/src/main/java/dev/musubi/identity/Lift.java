package dev.musubi.identity;

import java.time.Instant;

/**
 * A person's word that a shared contact point is one person's after all.
 *
 * @param id of the decision
 * @param actor who said so
 */
public record Lift(String id, String actor, String reason, Instant at) {}
