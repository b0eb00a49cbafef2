package dev.musubi.connectors.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which date a file has. Pure. */
final class FileDates {
    private final @Nullable Pattern name;
    private final DateTimeFormatter formatter;
    private final FileAccount.FileDate.From from;
    private final ZoneId zone;

    FileDates(FileAccount.FileDate configured, ZoneId zone) {
        this.name = configured.name() == null ? null : Pattern.compile(configured.name());
        this.formatter = DateTimeFormatter.ofPattern(configured.pattern(), Locale.ROOT);
        this.from = configured.from();
        this.zone = zone;
    }

    /** The date in the name, else the time of modification or of taking in; never after now. */
    Instant date(String file, Instant modified, Instant now) {
        var date = named(file);
        if (date == null) {
            date = from == FileAccount.FileDate.From.MODIFIED ? modified : now;
        }
        return date.isAfter(now) ? now : date;
    }

    /** Whether the file's name says a date, as against its disk or the clock. */
    boolean says(String file) {
        return named(file) != null;
    }

    private @Nullable Instant named(String file) {
        if (name == null) {
            return null;
        }
        var found = name.matcher(file);
        if (!found.find()) {
            return null;
        }
        try {
            var parsed = formatter.parse(found.group(found.groupCount() > 0 ? 1 : 0));
            LocalDate date = parsed.query(TemporalQueries.localDate());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            return date == null
                    ? null
                    : LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time)
                            .atZone(zone)
                            .toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
