package dev.musubi.connectors.goods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.csv.CellLimits;
import dev.musubi.connectors.csv.Column;
import dev.musubi.connectors.csv.EventText;
import dev.musubi.connectors.csv.UnreadableValue;
import dev.musubi.connectors.csv.Values;
import dev.musubi.platform.Json;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes an event of the cells of a row. Pure: the same row of the same date is the same event. One
 * for all rows of a file.
 */
final class GoodsReader {
    private static final Set<String> NUMBERS =
            Set.of("onHand", "delta", "latitude", "longitude", "price");

    private final GoodsMapping mapping;
    private final boolean historical;
    private final Map<String, Integer> places = new HashMap<>();
    private final int width;
    private final List<DateTimeFormatter> times;

    /**
     * @param names the columns in order
     * @param historical whether the events are back-fill
     */
    GoodsReader(GoodsMapping mapping, List<String> names, boolean historical) {
        this.mapping = mapping;
        this.historical = historical;
        this.width = names.size();
        for (var i = 0; i < names.size(); i++) {
            places.put(names.get(i), i);
        }
        var at = mapping.at();
        this.times =
                at == null || at.patterns().isEmpty()
                        ? List.of(DateTimeFormatter.ISO_DATE_TIME, DateTimeFormatter.ISO_LOCAL_DATE)
                        : at.patterns().stream().map(Values::formatter).toList();
    }

    /** Whether cells have the right number for a row. */
    boolean fits(List<String> cells) {
        return cells.size() == width;
    }

    /**
     * @param row the number of the row among the file's, from 1: of two counts of one time the
     *     later row is the newer
     * @param asOf the date of the file
     * @throws UnreadableValue where a cell cannot be read, with the field
     */
    ObjectNode event(List<String> cells, long row, Instant asOf) {
        if (!fits(cells)) {
            throw new UnreadableValue(cells.size() + " columns, there should be " + width);
        }
        CellLimits.checkCharacters(cells);
        var values = new TreeMap<>(mapping.constants());
        mapping.fields()
                .forEach(
                        (field, column) -> {
                            var value = clean(column, cells);
                            if (!value.isEmpty()) {
                                values.put(field, value);
                            }
                        });
        var event = Json.object();
        event.put("source", mapping.source());
        event.put("id", "");
        event.put("type", type());
        event.put("time", time(cells, asOf).toString());
        event.put("channel", mapping.channel());
        var data = event.putObject("data");
        var own = values.remove("id");
        fill(data, values, row);
        event.put("id", own == null ? name(values) + "|" + EventText.hash(event) : own);
        if (historical) {
            event.put("historical", true);
        }
        return EventText.checked(event);
    }

    private String type() {
        return switch (mapping.kind()) {
            case STOCK -> mapping.fields().containsKey("delta") ? "stock.adjusted" : "stock.counted";
            case PRODUCTS -> "product.updated";
            case LOCATIONS -> "location.updated";
        };
    }

    /** Makes ids readable; the hash tells them apart. */
    private String name(Map<String, String> values) {
        var name =
                mapping.kind() == GoodsMapping.Kind.LOCATIONS
                        ? values.getOrDefault("location", "")
                        : values.getOrDefault("sku", "");
        return name.substring(0, Math.min(name.length(), 64));
    }

    private void fill(ObjectNode data, Map<String, String> values, long row) {
        for (var field : List.of("sku", "location")) {
            if (!values.containsKey(field)
                    && (mapping.fields().containsKey(field)
                            || mapping.constants().containsKey(field))) {
                throw new UnreadableValue(field + ": is empty");
            }
        }
        var counts = mapping.kind() == GoodsMapping.Kind.STOCK && !type().equals("stock.adjusted");
        var number = counts ? "onHand" : "delta";
        if (mapping.kind() == GoodsMapping.Kind.STOCK && !values.containsKey(number)) {
            throw new UnreadableValue(number + ": is empty");
        }
        values.forEach((field, value) -> put(data, field, value));
        if (counts && !values.containsKey("sequence")) {
            data.put("sequence", row);
        }
        if (type().equals("stock.adjusted") && !values.containsKey("reason")) {
            data.put("reason", "file");
        }
        if (values.containsKey("price")) {
            data.remove("currency");
            data.putObject("price")
                    .put("currency", values.getOrDefault("currency", ""))
                    .put("amount", Values.plain(Values.decimal("price", values.get("price"))));
        }
    }

    private void put(ObjectNode data, String field, String value) {
        var dot = field.indexOf('.');
        if (dot > 0) {
            data.withObject("/" + field.substring(0, dot)).put(field.substring(dot + 1), value);
        } else if (field.equals("categories")) {
            var categories = data.putArray(field);
            Arrays.stream(value.split(Pattern.quote(mapping.separator()), -1))
                    .map(String::strip)
                    .filter(category -> !category.isEmpty())
                    .forEach(categories::add);
        } else if (field.equals("sequence")) {
            data.put(field, Values.integer(field, value));
        } else if (NUMBERS.contains(field)) {
            data.put(field, Values.plain(Values.decimal(field, value)));
        } else {
            data.put(field, value);
        }
    }

    private Instant time(List<String> cells, Instant asOf) {
        var at = mapping.at();
        if (at == null) {
            return asOf;
        }
        var joined = new ArrayList<String>();
        for (var column : at.columns()) {
            var value = clean(column, cells);
            if (!value.isEmpty()) {
                joined.add(value);
            }
        }
        return joined.isEmpty()
                ? asOf
                : Values.time("at", String.join(" ", joined), times, mapping.zone())
                        .toInstant()
                        .truncatedTo(ChronoUnit.MILLIS);
    }

    private String clean(Column column, List<String> cells) {
        return column.clean(cells.get(Objects.requireNonNull(places.get(column.column()))));
    }
}
