package dev.musubi.console.audit;

import java.time.Instant;

/**
 * Somebody has looked at unusually many people.
 *
 * @param id names it
 * @param people at how many within the hour before it was raised
 */
public record Alert(String id, String account, int people, Instant at) {}
