package dev.musubi.console;

import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.AbsoluteUnit;
import com.ibm.icu.text.RelativeDateTimeFormatter.Direction;
import com.ibm.icu.text.RelativeDateTimeFormatter.RelativeUnit;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.ULocale;
import dev.musubi.openapi.model.ProfileIdentifier;
import dev.musubi.openapi.model.TimelineEvent;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, money and times as the reader of a page writes them, in their zone. Absent values are an
 * em dash. Pure.
 *
 * @param now when the page is made
 */
record Reader(Locale locale, ZoneId zone, Instant now) {

    private static final String NOTHING = "—";

    public boolean japanese() {
        return locale.getLanguage().equals("ja");
    }

    /** The day, as in {@code 2026/11/22} or {@code 22 Nov 2026}. */
    public String day(@Nullable OffsetDateTime time) {
        return time == null
                ? NOTHING
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .format(time.atZoneSameInstant(zone));
    }

    /** Day and time to the minute. */
    public String moment(@Nullable OffsetDateTime time) {
        return time == null
                ? NOTHING
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(time.atZoneSameInstant(zone));
    }

    public String moment(Instant time) {
        return moment(time.atOffset(java.time.ZoneOffset.UTC));
    }

    /** The time of the day. */
    public String clock(OffsetDateTime time) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(locale)
                .format(time.atZoneSameInstant(zone));
    }

    /** How long ago, in the greatest unit, as in {@code 3 日前}. */
    public String ago(@Nullable OffsetDateTime time) {
        if (time == null) {
            return NOTHING;
        }
        Duration since = Duration.between(time.toInstant(), now);
        RelativeDateTimeFormatter words =
                RelativeDateTimeFormatter.getInstance(ULocale.forLocale(locale));
        long days =
                ChronoUnit.DAYS.between(
                        time.atZoneSameInstant(zone).toLocalDate(), now.atZone(zone).toLocalDate());
        if (since.toMinutes() < 1) {
            return words.format(Direction.PLAIN, AbsoluteUnit.NOW);
        }
        if (since.toHours() < 1) {
            return words.format((double) since.toMinutes(), Direction.LAST, RelativeUnit.MINUTES);
        }
        if (since.toHours() < 24) {
            return words.format((double) since.toHours(), Direction.LAST, RelativeUnit.HOURS);
        }
        if (days < 31) {
            return words.format((double) Math.max(1, days), Direction.LAST, RelativeUnit.DAYS);
        }
        long months = days / 30;
        long years = days / 365;
        return years == 0
                ? words.format((double) months, Direction.LAST, RelativeUnit.MONTHS)
                : words.format((double) years, Direction.LAST, RelativeUnit.YEARS);
    }

    /** How long ago, as {@link #ago}. */
    public String since(Instant time) {
        return ago(time.atOffset(java.time.ZoneOffset.UTC));
    }

    public String month(YearMonth month) {
        return DateTimeFormatter.ofPattern(japanese() ? "yyyy年M月" : "MMM yyyy", locale)
                .format(month);
    }

    public String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** A share of 0 to 1 in whole percent. */
    public String percent(double share) {
        return NumberFormat.getPercentInstance(locale).format(share);
    }

    /** Bytes as whole gigabytes. */
    public String gigabytes(long bytes) {
        return number(bytes / 1_000_000_000) + " GB";
    }

    /** A distance, to 100 m. */
    public String km(double km) {
        NumberFormat one = NumberFormat.getNumberInstance(locale);
        one.setMaximumFractionDigits(1);
        return one.format(km) + " km";
    }

    /** A length of time in its greatest unit. */
    public String span(long seconds) {
        MeasureFormat words =
                MeasureFormat.getInstance(
                        ULocale.forLocale(locale), MeasureFormat.FormatWidth.SHORT);
        if (seconds < 60) {
            return words.format(new Measure(seconds, MeasureUnit.SECOND));
        }
        if (seconds < 3_600) {
            return words.format(new Measure(seconds / 60, MeasureUnit.MINUTE));
        }
        return seconds < 86_400
                ? words.format(new Measure(seconds / 3_600, MeasureUnit.HOUR))
                : words.format(new Measure(seconds / 86_400, MeasureUnit.DAY));
    }

    /** A decimal text with the reader's separators; what is none is shown as it is. */
    public String decimal(String decimal) {
        return written(decimal, NumberFormat.getNumberInstance(locale));
    }

    /** An amount with its currency's sign and decimals. */
    public String money(String amount, String currency) {
        try {
            NumberFormat format = NumberFormat.getCurrencyInstance(locale);
            Currency unit = Currency.getInstance(currency);
            format.setCurrency(unit);
            format.setMinimumFractionDigits(unit.getDefaultFractionDigits());
            format.setMaximumFractionDigits(Math.max(0, unit.getDefaultFractionDigits()));
            return written(amount, format);
        } catch (IllegalArgumentException noSuchCurrency) {
            return amount + " " + currency;
        }
    }

    /** Sums by currency, one after the other. */
    public String money(Map<String, String> sums) {
        return sums.isEmpty()
                ? NOTHING
                : new TreeMap<>(sums)
                        .entrySet().stream()
                                .map(e -> money(e.getValue(), e.getKey()))
                                .collect(Collectors.joining(" + "));
    }

    /** An event in short. */
    public Happened happened(TimelineEvent event) {
        return Happened.of(event);
    }

    /** An identifier as a form sends it back. */
    public String written(ProfileIdentifier identifier) {
        return Written.of(identifier);
    }

    private static String written(String decimal, NumberFormat format) {
        try {
            return format.format(new BigDecimal(decimal));
        } catch (NumberFormatException notDecimal) {
            return decimal;
        }
    }
}
