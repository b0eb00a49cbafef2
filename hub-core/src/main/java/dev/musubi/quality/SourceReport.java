package dev.musubi.quality;

import dev.musubi.catalog.Stubs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one source is worth.
 *
 * @param counts of the days asked for
 * @param ever how many of its events were counted since the counting began
 * @param dead how many of its events are dead now
 * @param lastReceived when its newest event was taken; absent where none was counted
 */
public record SourceReport(
        String source,
        Counts counts,
        long ever,
        Stubs unknownSkus,
        Stubs unknownLocations,
        long dead,
        @Nullable Instant lastReceived) {}
