package dev.musubi.connectors.goods;

import dev.musubi.connectors.csv.CellLimits;
import dev.musubi.connectors.csv.Column;
import dev.musubi.connectors.csv.UnreadableValue;
import dev.musubi.connectors.csv.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads cells by a mapping. Pure; one for all rows of a file. */
final class GoodsRowReader {
    private static final int LONGEST_WORD = 256;
    private static final List<GoodsField> TOLD_APART = List.of(GoodsField.DELTA, GoodsField.REASON);

    private final GoodsMapping mapping;
    private final Map<String, Integer> places = new HashMap<>();
    private final int width;
    private final List<DateTimeFormatter> times;

    /**
     * @param names the columns in order
     */
    GoodsRowReader(GoodsMapping mapping, List<String> names) {
        this.mapping = mapping;
        this.width = names.size();
        for (var i = 0; i < names.size(); i++) {
            places.put(names.get(i), i);
        }
        var observedAt = mapping.observedAt();
        this.times = observedAt == null ? List.of() : observedAt.formatters();
    }

    /** Whether cells have the right number for a row. */
    boolean fits(List<String> cells) {
        return cells.size() == width;
    }

    GoodsRow read(List<String> cells) {
        var key = "";
        try {
            if (!fits(cells)) {
                throw new UnreadableValue(cells.size() + " columns, there should be " + width);
            }
            CellLimits.checkCharacters(cells);
            Function<Column, String> cell =
                    column ->
                            column.clean(
                                    cells.get(Objects.requireNonNull(places.get(column.column()))));
            var values = values(cell);
            var time = time(cell);
            key = mapping.counts() ? countKey(values, time) : "";
            needed(values);
            numbers(values);
            return new GoodsRow.Good(
                    mapping.counts() ? key : key(values, time),
                    time,
                    values,
                    words(mapping.languages(), "languages", LONGEST_WORD, cell),
                    mapping.categories().stream()
                            .map(cell)
                            .filter(category -> !category.isEmpty())
                            .distinct()
                            .toList(),
                    words(mapping.attributes(), "attributes", Integer.MAX_VALUE, cell));
        } catch (UnreadableValue e) {
            return new GoodsRow.Bad(key, String.valueOf(e.getMessage()));
        }
    }

    private EnumMap<GoodsField, String> values(Function<Column, String> cell) {
        var values = new EnumMap<GoodsField, String>(GoodsField.class);
        values.putAll(mapping.constants());
        mapping.fields()
                .forEach(
                        (field, column) -> {
                            var value = cell.apply(column);
                            if (!value.isEmpty()) {
                                CellLimits.checkLength(field.key(), value, field.longest());
                                values.put(field, value);
                            }
                        });
        return values;
    }

    /** An empty cell is not the file's date: a row without a time may be older than any other. */
    private @Nullable Instant time(Function<Column, String> cell) {
        var observedAt = mapping.observedAt();
        if (observedAt == null) {
            return null;
        }
        var came = observedAt.joined(cell);
        if (came.isEmpty()) {
            throw new UnreadableValue("observedAt is empty");
        }
        return Values.time("observedAt", came, times, mapping.zone())
                .toInstant()
                .truncatedTo(ChronoUnit.MILLIS);
    }

    private static String countKey(Map<GoodsField, String> values, @Nullable Instant time) {
        var position = GoodsIds.position(values);
        return position.isEmpty() ? "" : GoodsIds.joined(position, time == null ? "" : time);
    }

    private String key(Map<GoodsField, String> values, @Nullable Instant time) {
        var at = time == null ? "" : time.toString();
        return switch (mapping.kind()) {
            case PRODUCTS -> GoodsIds.joined(values.getOrDefault(GoodsField.SKU, ""), at);
            case LOCATIONS -> GoodsIds.joined(values.getOrDefault(GoodsField.LOCATION, ""), at);
            case STOCK ->
                    values.containsKey(GoodsField.ID)
                            ? ""
                            : GoodsIds.joined(
                                    GoodsIds.position(values),
                                    at,
                                    TOLD_APART.stream()
                                            .map(field -> values.getOrDefault(field, ""))
                                            .toArray());
        };
    }

    private void needed(Map<GoodsField, String> values) {
        for (var field : GoodsRules.needed(mapping)) {
            var priceless = field == GoodsField.CURRENCY && !values.containsKey(GoodsField.PRICE);
            if (!values.containsKey(field) && !priceless) {
                throw new UnreadableValue(field.key() + " is empty");
            }
        }
        if (mapping.fields().containsKey(GoodsField.ID) && !values.containsKey(GoodsField.ID)) {
            throw new UnreadableValue("id is empty");
        }
        if (values.containsKey(GoodsField.LATITUDE) != values.containsKey(GoodsField.LONGITUDE)) {
            throw new UnreadableValue("latitude or longitude is empty, and the other is not");
        }
    }

    private void numbers(Map<GoodsField, String> values) {
        values.replaceAll(
                (field, value) ->
                        switch (field) {
                            case ON_HAND -> Values.plain(onHand(value));
                            case DELTA, PRICE -> Values.plain(Values.decimal(field.key(), value));
                            case SEQUENCE -> Long.toString(Values.integer(field.key(), value));
                            case LATITUDE, LONGITUDE ->
                                    Values.plain(Values.measure(field.key(), value));
                            default -> value;
                        });
    }

    private BigDecimal onHand(String came) {
        var value = Values.decimal("onHand", came);
        if (value.signum() < 0 && !"available".equals(mapping.basis())) {
            throw new UnreadableValue(
                    "onHand: '"
                            + Values.plain(value)
                            + "' is negative; where orders are already taken off, say basis:"
                            + " available");
        }
        return value;
    }

    private static SortedMap<String, String> words(
            Map<String, Column> columns, String of, int longest, Function<Column, String> cell) {
        var words = new TreeMap<String, String>();
        columns.forEach(
                (name, column) -> {
                    var value = cell.apply(column);
                    if (!value.isEmpty()) {
                        CellLimits.checkLength(of + "." + name, value, longest);
                        words.put(name, value);
                    }
                });
        return words;
    }
}
