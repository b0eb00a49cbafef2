package dev.musubi.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

public record ConsentData(
        String purpose,
        String channel,
        @Nullable String contactPoint,
        boolean granted,
        @Nullable Instant validUntil) {}
