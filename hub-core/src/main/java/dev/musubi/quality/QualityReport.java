package dev.musubi.quality;

import dev.musubi.deadletter.OpenLetters;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all sources are worth.
 *
 * @param from the first day that is counted, in UTC
 * @param countedSince since when no event is missing; absent before the counting began
 * @param sources those with most events ever first
 * @param undelivered messages that could not be read, by the account they came in by
 */
public record QualityReport(
        LocalDate from,
        @Nullable Instant countedSince,
        List<SourceReport> sources,
        List<OpenLetters> undelivered) {

    public QualityReport {
        sources = List.copyOf(sources);
        undelivered = List.copyOf(undelivered);
    }
}
