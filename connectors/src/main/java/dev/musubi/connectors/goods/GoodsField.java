package dev.musubi.connectors.goods;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a column of a file of goods may mean. */
public enum GoodsField {
    SKU("sku", 256, Use.COLUMN, GoodsKind.STOCK, GoodsKind.PRODUCTS),
    LOCATION("location", 256, Use.EITHER, GoodsKind.STOCK, GoodsKind.LOCATIONS),
    ON_HAND("onHand", 64, Use.COLUMN, GoodsKind.STOCK),
    DELTA("delta", 64, Use.COLUMN, GoodsKind.STOCK),
    REASON("reason", 256, Use.EITHER, GoodsKind.STOCK),
    /** The source's order of its counts of one time. */
    SEQUENCE("sequence", 64, Use.COLUMN, GoodsKind.STOCK),
    /** What tells an adjustment of a position from all others. */
    ID("id", 256, Use.COLUMN, GoodsKind.STOCK),
    PRODUCT("product", 256, Use.COLUMN, GoodsKind.PRODUCTS),
    PRICE("price", 64, Use.COLUMN, GoodsKind.PRODUCTS),
    CURRENCY("currency", 64, Use.EITHER, GoodsKind.PRODUCTS),
    BARCODE("barcode", 64, Use.COLUMN, GoodsKind.PRODUCTS),
    STATUS("status", 64, Use.EITHER, GoodsKind.PRODUCTS),
    UNIT("unit", 64, Use.EITHER, GoodsKind.PRODUCTS),
    IMAGE("image", 2_048, Use.COLUMN, GoodsKind.PRODUCTS),
    INVENTORY_ITEM("inventoryItem", 256, Use.COLUMN, GoodsKind.PRODUCTS),
    KIND("kind", 64, Use.EITHER, GoodsKind.LOCATIONS),
    NAME("name", 256, Use.COLUMN, GoodsKind.LOCATIONS),
    KANA("kana", 256, Use.COLUMN, GoodsKind.LOCATIONS),
    LATITUDE("latitude", 64, Use.COLUMN, GoodsKind.LOCATIONS),
    LONGITUDE("longitude", 64, Use.COLUMN, GoodsKind.LOCATIONS),
    POSTCODE("postcode", 64, Use.COLUMN, GoodsKind.LOCATIONS),
    BRAND("brand", 256, Use.EITHER, GoodsKind.LOCATIONS),
    TIMEZONE("timezone", 64, Use.EITHER, GoodsKind.LOCATIONS);

    /** Where a value may come from. */
    private enum Use {
        COLUMN,
        EITHER
    }

    private final String key;
    private final int longest;
    private final Use use;
    private final GoodsKind kind;
    private final GoodsKind other;

    GoodsField(String key, int longest, Use use, GoodsKind kind) {
        this(key, longest, use, kind, kind);
    }

    GoodsField(String key, int longest, Use use, GoodsKind kind, GoodsKind other) {
        this.key = key;
        this.longest = longest;
        this.use = use;
        this.kind = kind;
        this.other = other;
    }

    /** The field as mappings write it. */
    @JsonValue
    public String key() {
        return key;
    }

    @JsonCreator
    static GoodsField of(@Nullable String key) {
        return Arrays.stream(values())
                .filter(field -> field.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        key + " is not a field; there are " + keys()));
    }

    private static List<String> keys() {
        return Arrays.stream(values()).map(GoodsField::key).sorted().toList();
    }

    /** The longest value taken, in characters. */
    int longest() {
        return longest;
    }

    boolean of(GoodsKind kind) {
        return this.kind == kind || other == kind;
    }

    /** Whether one value may stand for all rows. A location is what a master's rows are about. */
    boolean mayBeConstant(GoodsKind kind) {
        return use == Use.EITHER && !(this == LOCATION && kind == GoodsKind.LOCATIONS);
    }
}
