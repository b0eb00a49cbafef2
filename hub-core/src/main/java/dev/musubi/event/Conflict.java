package dev.musubi.event;

import java.time.Instant;

/**
 * An event that came with the id of another one and a different content, kept aside.
 *
 * @param event the key of the event that has the id
 * @param body the envelope that was refused the id, JSON text as it was sent
 */
public record Conflict(String id, String event, String sender, Instant receivedAt, String body) {}
