package dev.musubi.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code product.updated} says. What is absent is not said.
 *
 * @param product what the SKU is a variant of
 * @param name by language, such as {@code ja}
 * @param price together with its currency
 * @param attributes an object, such as size and colour
 * @param barcode as printed: JAN, EAN, UPC or the retailer's own
 * @param status in the source's own words, such as {@code active}
 * @param unit what it is sold by, such as {@code piece} or {@code kg}
 * @param inventoryItem another name under which its stock is reported
 */
public record ProductData(
        String sku,
        @Nullable String product,
        Map<String, String> name,
        List<String> categories,
        @Nullable BigDecimal price,
        @Nullable String currency,
        @Nullable JsonNode attributes,
        @Nullable String barcode,
        @Nullable String image,
        @Nullable String status,
        @Nullable String unit,
        @Nullable String inventoryItem) {

    public ProductData {
        name = Map.copyOf(name);
        categories = List.copyOf(categories);
    }
}
