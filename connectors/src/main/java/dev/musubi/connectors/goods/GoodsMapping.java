package dev.musubi.connectors.goods;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.musubi.connectors.csv.Column;
import dev.musubi.connectors.csv.Format;
import dev.musubi.connectors.csv.MappingFile;
import dev.musubi.connectors.csv.TimeColumns;
import dev.musubi.connectors.csv.WrongMapping;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a file of goods mean. Described key by key in the connectors' README.
 *
 * @param names the columns in order, where the files have no header line
 * @param source the event source
 * @param zone of times that carry none, and of dates in file names
 * @param observedAt when a row was so; absent: the file's date
 * @param basis of counts: {@code available} where orders are already taken off
 * @param languages the columns of a product's name, by language
 * @param categories the columns of a product's categories
 * @param attributes the columns of a product's attributes, by name
 */
public record GoodsMapping(
        String name,
        GoodsKind kind,
        Format format,
        List<String> names,
        String source,
        String channel,
        ZoneId zone,
        @Nullable TimeColumns observedAt,
        Map<GoodsField, Column> fields,
        Map<GoodsField, String> constants,
        @Nullable String basis,
        Map<String, Column> languages,
        List<Column> categories,
        Map<String, Column> attributes) {

    private static final MappingFile<GoodsMapping> FILE =
            new MappingFile<>(
                    GoodsMapping.class,
                    new SimpleModule().addKeyDeserializer(GoodsField.class, new FieldKey()));

    public GoodsMapping {
        format = format == null ? Format.usual() : format;
        names = names == null ? List.of() : List.copyOf(names);
        fields = copy(fields);
        constants = copy(constants);
        languages =
                Collections.unmodifiableMap(
                        languages == null ? Map.of() : new TreeMap<>(languages));
        categories = categories == null ? List.of() : List.copyOf(categories);
        attributes =
                Collections.unmodifiableMap(
                        attributes == null ? Map.of() : new TreeMap<>(attributes));

        check(kind != null, "kind is missing");
        channel = channel == null ? (kind == GoodsKind.STOCK ? "stock" : "catalog") : channel;
        check(
                source != null && source.matches("[a-z0-9._:-]{1,64}"),
                "source is missing, such as stock:main");
        check(channel.matches("[a-z0-9._-]{1,64}"), "channel must fit [a-z0-9._-]{1,64}");
        check(zone != null, "zone is missing, such as Asia/Tokyo");
        for (var field : fields.keySet()) {
            check(field.of(kind), "fields." + field.key() + " is none of kind: " + kind.wire());
        }
        for (var field : constants.keySet()) {
            check(field.of(kind), "constants." + field.key() + " is none of kind: " + kind.wire());
            check(
                    field.mayBeConstant(kind),
                    "constants." + field.key() + " differs by row and needs a column");
            check(!fields.containsKey(field), "constants." + field.key() + " has a column");
        }
        GoodsRules.check(kind, fields, basis, languages, categories, attributes);
        check(
                format.header() == names.isEmpty(),
                "names are the columns of files without a header line (format.header: false)");
        Format.checkOnce(names);
        var used = used(observedAt, fields, languages, categories, attributes);
        check(
                names.isEmpty() || names.containsAll(used),
                "names lacks columns that are used, of " + used);
    }

    /**
     * The mapping at this path, with the constants of an account.
     *
     * @throws WrongMapping where it cannot be used
     * @throws IllegalArgumentException where a constant is none
     */
    public static GoodsMapping load(String path, Map<String, String> constants) {
        return FILE.load(path).with(constants);
    }

    static GoodsMapping parse(String name, String yaml) {
        return FILE.parse(name, yaml).with(Map.of());
    }

    /** With constants of an account, which may stand for columns that the mapping lacks. */
    private GoodsMapping with(Map<String, String> more) {
        var all = new EnumMap<GoodsField, String>(GoodsField.class);
        all.putAll(constants);
        more.forEach((field, value) -> all.put(GoodsField.of(field), value));
        var mapping =
                new GoodsMapping(
                        name,
                        kind,
                        format,
                        names,
                        source,
                        channel,
                        zone,
                        observedAt,
                        fields,
                        all,
                        basis,
                        languages,
                        categories,
                        attributes);
        var missing = GoodsRules.missing(mapping);
        if (missing != null) {
            throw new WrongMapping("mapping " + name + ": " + missing);
        }
        return mapping;
    }

    /** The media type of a row. */
    public String mediaType() {
        return "text/csv; charset=" + format.charset();
    }

    /** Whether its rows say themselves when they were so. */
    public boolean dated() {
        return observedAt != null;
    }

    boolean knows(GoodsField field) {
        return fields.containsKey(field) || constants.containsKey(field);
    }

    /** Whether rows are adjustments, not counts. */
    boolean adjusts() {
        return kind == GoodsKind.STOCK && fields.containsKey(GoodsField.DELTA);
    }

    /** Whether rows are counts. */
    boolean counts() {
        return kind == GoodsKind.STOCK && !adjusts();
    }

    /** The names of the columns that say something. */
    Set<String> columnsUsed() {
        return used(observedAt, fields, languages, categories, attributes);
    }

    private static Set<String> used(
            @Nullable TimeColumns observedAt,
            Map<GoodsField, Column> fields,
            Map<String, Column> languages,
            List<Column> categories,
            Map<String, Column> attributes) {
        var used = new LinkedHashSet<String>();
        Stream.of(
                        fields.values().stream(),
                        languages.values().stream(),
                        categories.stream(),
                        attributes.values().stream(),
                        observedAt == null ? Stream.<Column>of() : observedAt.columns().stream())
                .flatMap(columns -> columns)
                .forEach(column -> used.add(column.column()));
        return used;
    }

    private static <V> Map<GoodsField, V> copy(@Nullable Map<GoodsField, V> map) {
        var copy = new EnumMap<GoodsField, V>(GoodsField.class);
        if (map != null) {
            copy.putAll(map);
        }
        return Collections.unmodifiableMap(copy);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Reads the names of fields where they are keys. */
    private static final class FieldKey extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return GoodsField.of(key);
        }
    }
}
