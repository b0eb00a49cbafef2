package dev.musubi.connectors.goods;

import dev.musubi.connectors.csv.Column;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which fields of a mapping go together. Pure. */
final class GoodsRules {
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*");
    private static final int LONGEST_ATTRIBUTE = 64;

    private GoodsRules() {}

    /**
     * @throws IllegalArgumentException with what contradicts the kind, by its key
     */
    static void check(
            GoodsKind kind,
            Map<GoodsField, Column> fields,
            @Nullable String basis,
            Map<String, Column> languages,
            List<Column> categories,
            Map<String, Column> attributes) {
        if (kind == GoodsKind.STOCK) {
            check(
                    fields.containsKey(GoodsField.ON_HAND) != fields.containsKey(GoodsField.DELTA),
                    "give either fields.onHand (counts) or fields.delta (adjustments)");
        }
        var counts = fields.containsKey(GoodsField.ON_HAND);
        check(
                counts || !fields.containsKey(GoodsField.SEQUENCE),
                "fields.sequence belongs to counts");
        check(!counts || !fields.containsKey(GoodsField.ID), "fields.id belongs to adjustments");
        check(
                basis == null || (counts && Set.of("onHand", "available").contains(basis)),
                "basis is one of onHand, available, of counts");
        check(
                kind == GoodsKind.PRODUCTS
                        || (languages.isEmpty() && categories.isEmpty() && attributes.isEmpty()),
                "languages, categories and attributes belong to kind: products");
        for (var language : languages.keySet()) {
            check(
                    LANGUAGE.matcher(language).matches(),
                    "languages." + language + " is no language such as ja");
        }
        for (var attribute : attributes.keySet()) {
            check(
                    !attribute.isBlank() && attribute.length() <= LONGEST_ATTRIBUTE,
                    "attributes: a name is blank or longer than " + LONGEST_ATTRIBUTE);
        }
        check(
                fields.containsKey(GoodsField.LATITUDE) == fields.containsKey(GoodsField.LONGITUDE),
                "give both fields.latitude and fields.longitude, or neither");
    }

    /** What a mapping lacks, with the constants of its account; null where it is complete. */
    static @Nullable String missing(GoodsMapping mapping) {
        for (var field : needed(mapping)) {
            if (!mapping.knows(field)) {
                return "fields."
                        + field.key()
                        + " is missing"
                        + (field.mayBeConstant(mapping.kind())
                                ? ", and constants." + field.key() + " too"
                                : "");
            }
        }
        return null;
    }

    /** The fields that a row of a kind cannot be without. */
    static List<GoodsField> needed(GoodsMapping mapping) {
        return switch (mapping.kind()) {
            case STOCK ->
                    mapping.adjusts()
                            ? List.of(
                                    GoodsField.SKU,
                                    GoodsField.LOCATION,
                                    GoodsField.DELTA,
                                    GoodsField.REASON)
                            : List.of(GoodsField.SKU, GoodsField.LOCATION, GoodsField.ON_HAND);
            case PRODUCTS ->
                    mapping.fields().containsKey(GoodsField.PRICE)
                            ? List.of(GoodsField.SKU, GoodsField.CURRENCY)
                            : List.of(GoodsField.SKU);
            case LOCATIONS -> List.of(GoodsField.LOCATION);
        };
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
