package dev.musubi.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code consent.changed} says.
 *
 * @param contactPoint the address it is about, as sent; absent or {@code *}: all of the channel
 * @param validUntil when a grant ends by itself
 */
public record ConsentData(
        String purpose,
        String channel,
        @Nullable String contactPoint,
        boolean granted,
        @Nullable Instant validUntil) {}
