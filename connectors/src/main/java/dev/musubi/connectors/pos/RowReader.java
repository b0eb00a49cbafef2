package dev.musubi.connectors.pos;

import dev.musubi.connectors.csv.CellLimits;
import dev.musubi.connectors.csv.Column;
import dev.musubi.connectors.csv.Person;
import dev.musubi.connectors.csv.UnreadableValue;
import dev.musubi.connectors.csv.Values;
import dev.musubi.identity.IdentifierType;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads cells by a mapping. Pure; one for all rows of a file, not thread safe. */
final class RowReader {
    private static final int LONGEST_KEY = 200;

    /** The columns of one kind of row. */
    private record Shape(Row.Kind kind, Map<String, Integer> places, int width) {
        static Shape of(Row.Kind kind, List<String> names) {
            var places = new HashMap<String, Integer>();
            for (var i = 0; i < names.size(); i++) {
                places.put(names.get(i), i);
            }
            return new Shape(kind, places, names.size());
        }
    }

    private final Mapping mapping;
    private final Set<IdentifierType> verified;
    private final List<DateTimeFormatter> times;
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final @Nullable Shape flat;
    // Neighbours mostly share their time, and parsing it is the dearest part of a row.
    private String lastCame = "";
    private @Nullable OffsetDateTime lastTime;

    /**
     * @param names the columns of a flat file in order, from its header line or the mapping; empty
     *     for records
     * @param verified the identifier types that the account vouches for
     */
    RowReader(Mapping mapping, List<String> names, Set<IdentifierType> verified) {
        this.mapping = mapping;
        this.verified = verified;
        this.times =
                mapping.time().patterns().isEmpty()
                        ? List.of(DateTimeFormatter.ISO_DATE_TIME)
                        : mapping.time().patterns().stream().map(Values::formatter).toList();
        var records = mapping.records();
        if (records == null) {
            this.flat = Shape.of(Row.Kind.FLAT, names);
        } else {
            this.flat = null;
            put(Row.Kind.HEADER, records.header());
            put(Row.Kind.LINE, records.line());
            if (records.tender() != null) {
                put(Row.Kind.TENDER, records.tender());
            }
        }
    }

    private void put(Row.Kind kind, Mapping.Records.Kind record) {
        shapes.put(record.code(), Shape.of(kind, record.names()));
    }

    /** Whether cells have the right number for a row of their kind. */
    boolean fits(List<String> cells) {
        var shape = shape(cells);
        return shape != null && shape.width() == cells.size();
    }

    Row read(List<String> cells) {
        var shape = shape(cells);
        if (shape == null) {
            return passedOver(cells);
        }
        var header = shape.kind() == Row.Kind.HEADER;
        String key = null;
        try {
            var text = text(shape, cells);
            key = key(shape, text);
            if (cells.size() != shape.width()) {
                throw new UnreadableValue(
                        cells.size() + " columns, there should be " + shape.width());
            }
            CellLimits.checkCharacters(cells);
            checkLengths(text);
            return good(shape, key, text, cells);
        } catch (UnreadableValue e) {
            return new Row.Bad(key, header, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Shape shape(List<String> cells) {
        if (flat != null) {
            return flat;
        }
        var place = Objects.requireNonNull(mapping.records()).place();
        return place < cells.size() ? shapes.get(cells.get(place).strip()) : null;
    }

    private Row passedOver(List<String> cells) {
        var records = Objects.requireNonNull(mapping.records());
        if (cells.size() <= records.place()) {
            return new Row.Bad(null, false, cells.size() + " columns, the kind of row is missing");
        }
        return records.ignored().contains(cells.get(records.place()).strip())
                ? new Row.Passed()
                : new Row.Bad(
                        null,
                        false,
                        records.column() + ": no kind of row of the mapping has this code");
    }

    private EnumMap<Field, String> text(Shape shape, List<String> cells) {
        var text = new EnumMap<Field, String>(Field.class);
        mapping.fields()
                .forEach(
                        (field, column) -> {
                            var value = value(shape, cells, column);
                            if (!value.isEmpty()) {
                                text.put(field, value);
                            }
                        });
        return text;
    }

    private static String value(Shape shape, List<String> cells, Column column) {
        var place = shape.places().get(column.column());
        return place == null || place >= cells.size() ? "" : column.clean(cells.get(place));
    }

    private static Function<Column, String> values(Shape shape, List<String> cells) {
        return column -> value(shape, cells, column);
    }

    /** The key; null where rows of this kind do not carry one. */
    private @Nullable String key(Shape shape, Map<Field, String> text) {
        var receipt = Objects.requireNonNull(mapping.fields().get(Field.RECEIPT));
        if (!shape.places().containsKey(receipt.column())) {
            return null;
        }
        var parts = new ArrayList<String>();
        for (var part : mapping.key()) {
            var value = text.getOrDefault(part, mapping.constants().getOrDefault(part, ""));
            if (value.isEmpty()) {
                throw new UnreadableValue(part.key() + " is empty, so the receipt has no key");
            }
            parts.add(value.replace("%", "%25").replace("|", "%7C"));
        }
        var key = String.join("|", parts);
        if (key.length() > LONGEST_KEY || key.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableValue(
                    "the receipt's key is longer than "
                            + LONGEST_KEY
                            + " characters or has control characters");
        }
        return key;
    }

    private Row.Good good(
            Shape shape, @Nullable String key, EnumMap<Field, String> text, List<String> cells) {
        var numbers = new EnumMap<Field, BigDecimal>(Field.class);
        text.forEach(
                (field, value) -> {
                    if (field.isDecimal()) {
                        numbers.put(field, Values.decimal(field.key(), value));
                    }
                });
        if (text.containsKey(Field.LINE)) {
            Values.integer("line", text.get(Field.LINE));
        }
        version(text);
        if (shape.kind() == Row.Kind.FLAT || shape.kind() == Row.Kind.LINE) {
            needed(Field.SKU, text);
            needed(Field.QUANTITY, text);
            if (!numbers.containsKey(Field.AMOUNT) && !numbers.containsKey(Field.UNIT_PRICE)) {
                needed(
                        mapping.fields().containsKey(Field.AMOUNT)
                                ? Field.AMOUNT
                                : Field.UNIT_PRICE,
                        text);
            }
        }
        return new Row.Good(
                shape.kind(),
                key,
                text,
                numbers,
                time(shape, cells),
                Person.identifiers(mapping.identifiers(), values(shape, cells), verified),
                Person.traits(mapping.traits(), values(shape, cells)));
    }

    private void version(EnumMap<Field, String> text) {
        var came = text.get(Field.VERSION);
        if (came == null) {
            return;
        }
        var pattern = Objects.requireNonNull(mapping.fields().get(Field.VERSION)).pattern();
        var version =
                pattern == null
                        ? Values.integer("version", came)
                        : Values.micros(
                                Values.time(
                                                "version",
                                                came,
                                                List.of(Values.formatter(pattern)),
                                                mapping.time().zone())
                                        .toInstant());
        text.put(Field.VERSION, Long.toString(version));
    }

    private static void needed(Field field, Map<Field, String> text) {
        if (!text.containsKey(field)) {
            throw new UnreadableValue(field.key() + " is empty");
        }
    }

    private @Nullable OffsetDateTime time(Shape shape, List<String> cells) {
        var columns = mapping.time().columns();
        if (!shape.places().containsKey(columns.getFirst().column())) {
            return null;
        }
        var joined = new StringBuilder();
        for (var column : columns) {
            var value = value(shape, cells, column);
            if (value.isEmpty()) {
                throw new UnreadableValue("time: column " + column.column() + " is empty");
            }
            joined.append(joined.isEmpty() ? "" : " ").append(value);
        }
        var came = joined.toString();
        if (!came.equals(lastCame)) {
            lastTime = Values.time("time", came, times, mapping.time().zone());
            lastCame = came;
        }
        return lastTime;
    }

    private static void checkLengths(Map<Field, String> text) {
        text.forEach((field, value) -> CellLimits.checkLength(field.key(), value, field.longest()));
    }
}
