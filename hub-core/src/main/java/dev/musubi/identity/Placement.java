package dev.musubi.identity;

/**
 * Where a node stands.
 *
 * @param profile the profile it belongs to
 * @param birth the UUIDv7 minted at its first insert, never changed; the oldest birth in a profile
 *     is the profile's id
 * @param slot of the profile, so that an event can be given to the worker that has it
 */
public record Placement(Node node, String profile, String birth, int slot) {}
