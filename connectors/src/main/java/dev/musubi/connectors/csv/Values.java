package dev.musubi.connectors.csv;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads numbers and times of files, exactly.
 *
 * <p>Messages show what came only where it cannot be a person's: a shifted row may have a name or a
 * card number in the place of a price.
 */
public final class Values {
    private static final int DECIMALS = 6;
    private static final BigDecimal BOUND = BigDecimal.TEN.pow(15);
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?");
    private static final Pattern MEASURE = Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?");
    private static final int MOST_DIGITS = 38;
    private static final Pattern HARMLESS =
            Pattern.compile("[+-]?[0-9]{0,8}(?:[.,][0-9]{0,8})?(?:[eE][+-]?[0-9]{1,4})?");

    private Values() {}

    /** An exact decimal: at most 6 decimals, below 10^15. */
    public static BigDecimal decimal(String field, String came) {
        if (!NUMBER.matcher(came).matches()) {
            throw new UnreadableValue(field + ": " + shown(came) + " is not a number");
        }
        var value = new BigDecimal(came);
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        value = value.stripTrailingZeros();
        if (value.scale() > DECIMALS) {
            throw new UnreadableValue(
                    field
                            + ": "
                            + shown(came)
                            + " has "
                            + value.scale()
                            + " decimals, at most "
                            + DECIMALS
                            + " are taken");
        }
        if (value.precision() - value.scale() > 16 || value.abs().compareTo(BOUND) >= 0) {
            throw new UnreadableValue(field + ": " + shown(came) + " is not below 10^15");
        }
        return value;
    }

    /** What is measured rather than counted or paid, such as degrees: in as many digits as came. */
    public static BigDecimal measure(String field, String came) {
        if (came.length() > MOST_DIGITS || !MEASURE.matcher(came).matches()) {
            throw new UnreadableValue(field + ": " + shown(came) + " is not a number");
        }
        return new BigDecimal(came);
    }

    public static String plain(BigDecimal value) {
        return value.toPlainString();
    }

    public static long integer(String field, String came) {
        try {
            if (NUMBER.matcher(came).matches()) {
                return new BigDecimal(came.length() > 40 ? "x" : came).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // said below
        }
        throw new UnreadableValue(field + ": " + shown(came) + " is not a whole number");
    }

    /**
     * A point in time. A local time that a change of the clocks skips moves on by the gap; of two
     * that it repeats, the first is meant.
     */
    public static OffsetDateTime time(
            String field, String came, List<DateTimeFormatter> formatters, ZoneId zone) {
        for (var formatter : formatters) {
            try {
                return time(formatter.parse(came), zone);
            } catch (DateTimeException _) {
                // the next one
            }
        }
        throw new UnreadableValue(
                field
                        + ": "
                        + came.length()
                        + " characters are not a time of the mapping's pattern");
    }

    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static OffsetDateTime time(TemporalAccessor parsed, ZoneId zone) {
        OffsetDateTime time = local(parsed, zone);
        // Before there were time zones, offsets had seconds, which RFC 3339 cannot write.
        return time.getOffset().getTotalSeconds() % 60 == 0
                ? time
                : time.withOffsetSameInstant(ZoneOffset.UTC);
    }

    private static OffsetDateTime local(TemporalAccessor parsed, ZoneId zone) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed).atZone(zone).toOffsetDateTime();
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (date == null) {
            throw new DateTimeException("no date");
        }
        return LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time)
                .atZone(zone)
                .toOffsetDateTime();
    }

    /** A day, without a time. */
    public static LocalDate date(String field, String came, List<DateTimeFormatter> formatters) {
        for (var formatter : formatters) {
            try {
                return LocalDate.parse(came, formatter);
            } catch (DateTimeException _) {
                // the next one
            }
        }
        throw new UnreadableValue(
                field
                        + ": "
                        + came.length()
                        + " characters are not a day of the mapping's pattern");
    }

    /**
     * A strict formatter. The year of an era, {@code y}, means the year itself, {@code u}: nobody
     * writes eras in a file, and strictly {@code y} would fit no date.
     */
    public static DateTimeFormatter formatter(String pattern) {
        var years = pattern.indexOf('G') < 0 ? pattern.replace('y', 'u') : pattern;
        return DateTimeFormatter.ofPattern(years, Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    static String shown(String came) {
        return HARMLESS.matcher(came).matches()
                ? "'" + came + "'"
                : "a text of " + came.length() + " characters";
    }
}
