package dev.musubi.identity;

import java.time.Instant;

/**
 * That the token of a link came back from a device.
 *
 * @param key of the first event that says so
 */
public record Seen(Node device, Instant time, String key) {

    /** Whether this one was before the other. */
    boolean before(Seen other) {
        int order = time.compareTo(other.time);
        return order < 0 || (order == 0 && key.compareTo(other.key) < 0);
    }
}
