package dev.musubi.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way into the log, nothing decided about it yet.
 *
 * @param envelope the event as the contract writes it, unchecked
 * @param raw the message from outside that it was read from, where that is not the envelope itself
 */
public record Submission(JsonNode envelope, Sender sender, @Nullable RawMessage raw) {}
