package dev.musubi.connectors.csv;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Columns that together say when something was so.
 *
 * @param columns joined by a space before parsing: a date and a time may be apart
 * @param patterns of {@link DateTimeFormatter}, tried in turn; none means ISO 8601
 */
public record TimeColumns(List<Column> columns, List<String> patterns) {
    private static final List<DateTimeFormatter> ISO =
            List.of(DateTimeFormatter.ISO_DATE_TIME, DateTimeFormatter.ISO_LOCAL_DATE);

    public TimeColumns {
        columns = columns == null ? List.of() : List.copyOf(columns);
        patterns = patterns == null ? List.of() : List.copyOf(patterns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns is missing");
        }
        patterns.forEach(Values::formatter);
    }

    /** ISO 8601: with or without an offset, or a day alone. */
    public static List<DateTimeFormatter> iso() {
        return ISO;
    }

    /** The patterns, ready to parse. */
    public List<DateTimeFormatter> formatters() {
        return patterns.isEmpty() ? ISO : patterns.stream().map(Values::formatter).toList();
    }

    /**
     * The cells of a row, joined; without the empty ones.
     *
     * @param values the cleaned value of a column
     */
    public String joined(Function<Column, String> values) {
        var joined = new ArrayList<String>();
        for (var column : columns) {
            var value = values.apply(column);
            if (!value.isEmpty()) {
                joined.add(value);
            }
        }
        return String.join(" ", joined);
    }
}
