package dev.musubi.connectors.pos;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.musubi.connectors.csv.Column;
import dev.musubi.connectors.csv.Format;
import dev.musubi.connectors.csv.IdentifierColumn;
import dev.musubi.connectors.csv.Person;
import dev.musubi.connectors.csv.Values;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of one kind of file mean. Read by {@link Mappings}, described key by key in the
 * connectors' README.
 *
 * <p>{@code source}, {@code location}, {@code orderSystem} and {@code currency} are templates:
 * {@code pos:{store}} takes the value of the field in braces.
 */
@JsonIgnoreProperties("kind") // told apart before it is read
public record Mapping(
        String name,
        Format format,
        Layout layout,
        List<String> names,
        @Nullable Records records,
        List<Field> key,
        Map<Field, Column> fields,
        Time time,
        List<IdentifierColumn> identifiers,
        Map<String, Column> traits,
        Map<Field, String> constants,
        String source,
        String channel,
        @Nullable String location,
        String orderSystem,
        String currency,
        @Nullable Credit credit,
        Map<LineKind, Pattern> lineKinds) {

    /** How receipts lie in the rows. */
    enum Layout {
        /** Every row is a line and repeats what belongs to the receipt. */
        @JsonProperty("flat")
        FLAT,
        /** Header, line and tender rows, told apart by a column. */
        @JsonProperty("records")
        RECORDS
    }

    /** A line that is not a product; what fits no pattern is a product. */
    enum LineKind {
        @JsonProperty("charge")
        CHARGE,
        @JsonProperty("adjustment")
        ADJUSTMENT;

        String wire() {
            return this == CHARGE ? "charge" : "adjustment";
        }
    }

    /**
     * The kinds of row where they differ.
     *
     * @param column the column that tells the kind; at the same place in every kind
     * @param ignored codes of rows that are passed over, such as totals of the day
     */
    record Records(
            String column, Kind header, Kind line, @Nullable Kind tender, List<String> ignored) {

        /** One kind of row: its code and its columns in order. */
        record Kind(String code, List<String> names) {
            Kind {
                check(code != null, "code is missing");
                names = names == null ? List.of() : List.copyOf(names);
                check(!names.isEmpty(), "names is missing: the columns of this kind, in order");
                Format.checkOnce(names);
            }
        }

        Records {
            check(column != null, "column is missing: the column that tells the kind of a row");
            check(header != null, "header is missing");
            check(line != null, "line is missing");
            ignored = ignored == null ? List.of() : List.copyOf(ignored);
            var place = header.names().indexOf(column);
            for (var kind :
                    tender == null ? List.of(header, line) : List.of(header, line, tender)) {
                check(
                        place >= 0 && kind.names().indexOf(column) == place,
                        "column " + column + " is not at the same place in every kind of row");
            }
        }

        int place() {
            return header.names().indexOf(column);
        }
    }

    /**
     * When a receipt was made: the earliest of its rows.
     *
     * @param columns joined by a space before parsing: a date and a time may be apart
     * @param patterns of {@link DateTimeFormatter}, tried in turn; none means ISO 8601
     * @param zone for times that carry none
     */
    record Time(List<Column> columns, List<String> patterns, ZoneId zone) {
        Time {
            columns = columns == null ? List.of() : List.copyOf(columns);
            patterns = patterns == null ? List.of() : List.copyOf(patterns);
            check(!columns.isEmpty(), "columns is missing");
            check(zone != null, "zone is missing, such as Asia/Tokyo");
            patterns.forEach(Values::formatter);
        }
    }

    /**
     * Which receipts are credit notes.
     *
     * @param matches found anywhere in the field's value; anchor it with ^ and $
     * @param amounts whether a credit's numbers are printed negative (and kept) or positive (and
     *     negated)
     */
    record Credit(Field field, Pattern matches, Amounts amounts) {
        enum Amounts {
            @JsonProperty("negative")
            NEGATIVE,
            @JsonProperty("positive")
            POSITIVE
        }

        Credit {
            check(field != null, "field is missing");
            check(field.of() == Field.Of.RECEIPT, "field must be one of the receipt, not a line's");
            check(matches != null, "matches is missing");
            amounts = amounts == null ? Amounts.NEGATIVE : amounts;
        }
    }

    public Mapping {
        format = format == null ? Format.usual() : format;
        layout = layout == null ? Layout.FLAT : layout;
        names = names == null ? List.of() : List.copyOf(names);
        fields = copy(fields);
        constants = copy(constants);
        identifiers = identifiers == null ? List.of() : List.copyOf(identifiers);
        traits = Collections.unmodifiableMap(traits == null ? Map.of() : new TreeMap<>(traits));
        lineKinds = lineKinds == null ? Map.of() : Map.copyOf(lineKinds);
        key = key == null ? usualKey(fields, constants) : List.copyOf(key);

        check(time != null, "time is missing");
        check(given(source), "source is missing, such as pos:{store}");
        check(given(channel), "channel is missing, such as store");
        check(given(orderSystem), "orderSystem is missing");
        check(given(currency), "currency is missing");
        check(channel.matches("[a-z0-9._-]{1,64}"), "channel must fit [a-z0-9._-]{1,64}");
        for (var system : List.of(source, orderSystem)) {
            check(
                    system.contains("{") || system.matches("[a-z0-9._:-]{1,64}"),
                    system + " must fit [a-z0-9._:-]{1,64}");
        }
        check(
                currency.contains("{") || currency.matches("[A-Z]{3}"),
                "currency must be three capital letters; got " + currency);
        checkLayout(format, layout, names, records);
        for (var needed : List.of(Field.RECEIPT, Field.SKU, Field.QUANTITY)) {
            check(fields.containsKey(needed), "fields." + needed.key() + " is missing");
        }
        check(
                fields.containsKey(Field.AMOUNT) || fields.containsKey(Field.UNIT_PRICE),
                "fields.amount or fields.unitPrice is missing");
        check(!key.isEmpty() && key.contains(Field.RECEIPT), "key does not contain receipt");
        for (var part : key) {
            check(part.of() == Field.Of.RECEIPT, "key: " + part.key() + " is not the receipt's");
            check(known(part, fields, constants), "key: " + part.key() + " has no column");
        }
        Person.checkTraits(traits.keySet());
        for (var constant : constants.keySet()) {
            check(!fields.containsKey(constant), "constants." + constant.key() + " has a column");
        }
        for (var template :
                new String[] {source, orderSystem, currency, location == null ? "" : location}) {
            Template.check(template, fields, constants);
        }
        check(
                credit == null || known(credit.field(), fields, constants),
                "credit.field has no column");
    }

    /** The same mapping with constants of an account, which may also stand for columns it lacks. */
    public Mapping with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        var usual = key.equals(usualKey(fields, constants));
        var all = new EnumMap<Field, String>(Field.class);
        all.putAll(constants);
        more.forEach((field, value) -> all.put(Mappings.field(field), value));
        return new Mapping(
                name,
                format,
                layout,
                names,
                records,
                usual ? usualKey(fields, all) : key,
                fields,
                time,
                identifiers,
                traits,
                all,
                source,
                channel,
                location,
                orderSystem,
                currency,
                credit,
                lineKinds);
    }

    /** The zone of times that carry none. */
    public ZoneId zone() {
        return time.zone();
    }

    /** The name of the files' charset. */
    public String charset() {
        return format.charset();
    }

    Set<String> columnsUsed() {
        var used = new LinkedHashSet<String>();
        fields.values().forEach(c -> used.add(c.column()));
        time.columns().forEach(c -> used.add(c.column()));
        for (var identifier : identifiers) {
            if (identifier.column() != null) {
                used.add(identifier.column().column());
            }
        }
        traits.values().forEach(c -> used.add(c.column()));
        return used;
    }

    private static void checkLayout(
            Format format, Layout layout, List<String> names, @Nullable Records records) {
        Format.checkOnce(names);
        switch (layout) {
            case FLAT -> {
                check(records == null, "records belongs to layout: records");
                check(
                        format.header() == names.isEmpty(),
                        format.header()
                                ? "names belongs to files without a header line (format.header: false)"
                                : "names is missing: the columns in order, as there is no header line");
            }
            case RECORDS -> {
                check(records != null, "records is missing");
                check(names.isEmpty(), "names belongs to each kind of record");
                check(!format.header(), "format.header must be false with layout: records");
            }
        }
    }

    private static List<Field> usualKey(Map<Field, Column> fields, Map<Field, String> constants) {
        var key = new ArrayList<Field>();
        for (var part : List.of(Field.STORE, Field.REGISTER, Field.BUSINESS_DATE, Field.RECEIPT)) {
            if (known(part, fields, constants)) {
                key.add(part);
            }
        }
        return List.copyOf(key);
    }

    private static boolean known(
            Field field, Map<Field, Column> fields, Map<Field, String> constants) {
        return fields.containsKey(field) || constants.containsKey(field);
    }

    private static <V> Map<Field, V> copy(@Nullable Map<Field, V> map) {
        var copy = new EnumMap<Field, V>(Field.class);
        if (map != null) {
            copy.putAll(map);
        }
        return Collections.unmodifiableMap(copy);
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
