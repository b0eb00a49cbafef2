package dev.musubi.connectors.goods;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the rows of a file of goods are. */
public enum GoodsKind {
    /** Counts or adjustments. */
    @JsonProperty("stock")
    STOCK,
    @JsonProperty("products")
    PRODUCTS,
    @JsonProperty("locations")
    LOCATIONS;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The kind as a mapping writes it. */
    public String wire() {
        return wire;
    }

    /** All kinds as mappings write them. */
    public static List<String> wires() {
        return Arrays.stream(values()).map(GoodsKind::wire).toList();
    }
}
