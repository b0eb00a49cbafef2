package dev.musubi.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long something that fills will still take, by how it has gone since it was first seen. Pure.
 *
 * @param since when it was first seen
 * @param first how much was done then, 0 to 1
 */
record Estimate(Instant since, double first) {

    /** Sooner, a step more or less would be all there is to tell by. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Goes on from what was seen; anew where it was not under way, or has begun again. */
    static @Nullable Estimate seen(@Nullable Estimate before, double done, Instant now) {
        if (done >= 1) {
            return null;
        }
        return before == null || done < before.first() ? new Estimate(now, done) : before;
    }

    /** Empty while nothing can be said. */
    Optional<Duration> left(double done, Instant now) {
        Duration gone = Duration.between(since, now);
        if (gone.compareTo(SOON) < 0 || done <= first) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofMillis(Math.round(gone.toMillis() * (1 - done) / (done - first))));
    }
}
