package dev.musubi.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.identity.Node;
import dev.musubi.identity.Sighting;
import dev.musubi.platform.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log keeps it.
 *
 * @param key {@code source|id}, unique
 * @param home where it is folded, decided once at its append
 * @param sender the key or account that handed it over
 * @param raw hash of the message from outside that it was read from
 * @param body the envelope as it was sent, JSON text
 */
public record StoredEvent(
        String key,
        String type,
        Instant time,
        Instant receivedAt,
        Node home,
        List<Node> nodes,
        EventState.State state,
        @Nullable String reason,
        String sender,
        @Nullable String raw,
        String body) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** The key of an event. Sources hold no bar, so it reads back in one way only. */
    public static String key(String source, String id) {
        return source + "|" + id;
    }

    /** The source in the key of an event. */
    public static String source(String key) {
        return key.substring(0, key.indexOf('|'));
    }

    /**
     * The time that decides which of two facts is newer: no clock of a source runs far ahead of
     * ours.
     */
    public Instant effectiveTime() {
        Instant latest = receivedAt.plus(CLOCK_TOLERANCE);
        return time.isAfter(latest) ? latest : time;
    }

    public Sighting sighting() {
        return new Sighting(home, nodes);
    }

    /** The envelope, parsed anew at each call. */
    public JsonNode envelope() {
        return Json.read(body);
    }
}
