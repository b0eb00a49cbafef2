package dev.musubi.connectors.goods;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.musubi.connectors.csv.Column;
import dev.musubi.connectors.csv.Format;
import dev.musubi.connectors.csv.MappingFile;
import dev.musubi.connectors.csv.Values;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of files about goods mean. Described key by key in the connectors' README.
 *
 * @param names the columns in order, where the files have no header line
 * @param source the event source
 * @param zone of times that carry none, and of dates in file names
 * @param fields columns by field of the event; {@code name.ja} and {@code attributes.size} lie
 *     deeper
 * @param constants values of fields that the files do not have, such as the location
 * @param at when a row was so; absent: the date of the file
 * @param separator between the categories in one cell
 */
record GoodsMapping(
        String name,
        Kind kind,
        Format format,
        List<String> names,
        String source,
        String channel,
        ZoneId zone,
        Map<String, Column> fields,
        Map<String, String> constants,
        @Nullable At at,
        String separator) {

    private static final MappingFile<GoodsMapping> FILE = new MappingFile<>(GoodsMapping.class);
    private static final Set<String> OF_PRODUCTS =
            Set.of(
                    "product",
                    "categories",
                    "price",
                    "currency",
                    "barcode",
                    "status",
                    "unit",
                    "image",
                    "inventoryItem");
    private static final Set<String> OF_LOCATIONS =
            Set.of(
                    "kind",
                    "name",
                    "kana",
                    "latitude",
                    "longitude",
                    "postcode",
                    "brand",
                    "timezone");
    private static final Pattern SOURCE = Pattern.compile("[a-z0-9._:-]{1,64}");
    private static final Pattern CHANNEL = Pattern.compile("[a-z0-9._-]{1,64}");

    /** What a row is about. */
    enum Kind {
        STOCK,
        PRODUCTS,
        LOCATIONS;

        @JsonCreator
        static Kind of(String name) {
            for (var kind : values()) {
                if (kind.wire().equals(name)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "kind is one of stock, products, locations; got " + name);
        }

        private String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Set<String> needed() {
            return switch (this) {
                case STOCK -> Set.of("sku", "location");
                case PRODUCTS -> Set.of("sku");
                case LOCATIONS -> Set.of("location");
            };
        }

        private boolean has(String field) {
            return needed().contains(field)
                    || switch (this) {
                        case STOCK ->
                                Set.of("onHand", "sequence", "basis", "delta", "reason", "id")
                                        .contains(field);
                        case PRODUCTS ->
                                OF_PRODUCTS.contains(field)
                                        || field.matches("(name|attributes)\\..{1,64}");
                        case LOCATIONS -> OF_LOCATIONS.contains(field);
                    };
        }
    }

    /**
     * When a row was so.
     *
     * @param columns joined by a space before parsing
     * @param patterns tried in turn; none means ISO 8601
     */
    record At(List<Column> columns, List<String> patterns) {
        At {
            columns = columns == null ? List.of() : List.copyOf(columns);
            patterns = patterns == null ? List.of() : List.copyOf(patterns);
            check(!columns.isEmpty(), "columns is missing");
            patterns.forEach(Values::formatter);
        }
    }

    GoodsMapping {
        check(kind != null, "kind is missing: stock, products or locations");
        format = format == null ? Format.usual() : format;
        names = names == null ? List.of() : List.copyOf(names);
        channel = channel == null ? "store" : channel;
        fields = fields == null ? Map.of() : Map.copyOf(fields);
        constants = constants == null ? Map.of() : Map.copyOf(constants);
        separator = separator == null ? ";" : separator;
        check(source != null && SOURCE.matcher(source).matches(), "source must match " + SOURCE);
        check(CHANNEL.matcher(channel).matches(), "channel must match " + CHANNEL);
        check(zone != null, "zone is missing, such as Asia/Tokyo");
        check(!separator.isEmpty(), "separator is empty");
        var all = new LinkedHashSet<>(fields.keySet());
        all.addAll(constants.keySet());
        for (var field : all) {
            check(kind.has(field), "fields: " + kind.wire() + " have no " + field);
        }
        check(all.containsAll(kind.needed()), "fields: needs " + kind.needed());
        if (kind == Kind.STOCK) {
            check(
                    all.contains("onHand") != all.contains("delta"),
                    "fields: give either onHand or delta");
            // Two rows of the same movement are two movements: only a name of its own tells them.
            check(!all.contains("delta") || all.contains("id"), "fields: delta needs id");
        }
        if (all.contains("price")) {
            check(all.contains("currency"), "fields: price needs currency");
        }
        Format.checkOnce(names);
        check(format.header() == names.isEmpty(), "names belongs to files without a header line");
        if (!names.isEmpty()) {
            var used = used(fields, at);
            check(names.containsAll(used), "names lacks columns that are used: " + used);
        }
    }

    static GoodsMapping load(String path) {
        return FILE.load(path);
    }

    static GoodsMapping parse(String name, String yaml) {
        return FILE.parse(name, yaml);
    }

    /** The names of the columns that say something. */
    Set<String> columnsUsed() {
        return used(fields, at);
    }

    String mediaType() {
        return "text/csv; charset=" + format.charset();
    }

    private static Set<String> used(Map<String, Column> fields, @Nullable At at) {
        var used = new LinkedHashSet<String>();
        fields.values().forEach(column -> used.add(column.column()));
        if (at != null) {
            at.columns().forEach(column -> used.add(column.column()));
        }
        return used;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
