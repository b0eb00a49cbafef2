package dev.musubi.connectors.csv;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands and how it is cleaned up: white space off both ends, then each replacement
 * in turn, then the table of values, then the default where nothing is left.
 *
 * @param column the column's name
 * @param replace regular expressions and what stands for each match, with groups as {@code $1}
 * @param values whole values and what stands for them; an empty one means: no value
 * @param otherwise the value of an empty cell; empty means: no value
 * @param pattern for a version that is a time: its pattern
 */
public record Column(
        String column,
        List<Replacement> replace,
        Map<String, String> values,
        String otherwise,
        @Nullable String pattern) {

    /** One regular expression and what stands for each match. */
    public record Replacement(Pattern find, String with) {
        public Replacement {
            if (find == null) {
                throw new IllegalArgumentException("find is missing");
            }
            with = with == null ? "" : with;
        }
    }

    @JsonCreator
    public Column {
        if (column == null || column.isBlank()) {
            throw new IllegalArgumentException("column is missing");
        }
        replace = replace == null ? List.of() : List.copyOf(replace);
        values = values == null ? Map.of() : Map.copyOf(values);
        otherwise = otherwise == null ? "" : otherwise;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Column named(String column) {
        return new Column(column, List.of(), Map.of(), "", null);
    }

    public String clean(String cell) {
        var value = cell.strip();
        for (var r : replace) {
            value = r.find().matcher(value).replaceAll(r.with());
        }
        value = values.getOrDefault(value, value).strip();
        return value.isEmpty() ? otherwise : value;
    }
}
