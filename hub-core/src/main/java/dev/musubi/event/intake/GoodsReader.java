package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.LocationData;
import dev.musubi.event.ProductData;
import dev.musubi.event.StockData;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what events say of goods and places. Pure. */
public final class GoodsReader {

    private static final int WORD = 256;
    private static final int CODE = 64;
    private static final int URL = 2_048;
    private static final int MOST_CATEGORIES = 50;
    private static final int MOST_NAMES = 50;

    private GoodsReader() {}

    /** What a stock event says; nothing for other types, those that are not known yet too. */
    public static Optional<StockData> stock(String type, JsonNode data) {
        return switch (type) {
            case "stock.counted" -> Optional.of(counted(Shape.of(data, "data")));
            case "stock.adjusted" -> Optional.of(adjusted(Shape.of(data, "data")));
            default -> Optional.empty();
        };
    }

    private static StockData counted(Shape d) {
        String basis = d.oneOf("basis", List.of("onHand", "available")).orElse("onHand");
        BigDecimal onHand = d.decimal("onHand");
        // A shop may have sold more than it has; a shelf never holds less than nothing.
        if (onHand.signum() < 0 && basis.equals("onHand")) {
            throw Invalid.of(
                    d.name("onHand"),
                    "a count is not negative; where orders are already taken off, say basis:"
                            + " available");
        }
        return new StockData.Counted(
                d.text("sku", WORD),
                d.text("location", WORD),
                onHand,
                d.integer("sequence").orElse(null));
    }

    private static StockData adjusted(Shape d) {
        return new StockData.Adjusted(
                d.text("sku", WORD),
                d.text("location", WORD),
                d.decimal("delta"),
                d.text("reason", WORD));
    }

    /** What {@code product.updated} says. */
    public static ProductData product(JsonNode data) {
        Shape d = Shape.of(data, "data");
        Shape price = d.has("price") ? d.object("price") : null;
        return new ProductData(
                d.text("sku", WORD),
                d.optionalText("product", WORD).orElse(null),
                names(d),
                d.texts("categories", MOST_CATEGORIES, WORD),
                price == null ? null : price.decimal("amount"),
                price == null ? null : DataReader.currency(price),
                d.has("attributes") ? d.object("attributes").object() : null,
                d.optionalText("barcode", CODE).orElse(null),
                d.optionalText("image", URL).orElse(null),
                d.optionalText("status", CODE).orElse(null),
                d.optionalText("unit", CODE).orElse(null),
                d.optionalText("inventoryItem", WORD).orElse(null));
    }

    private static Map<String, String> names(Shape d) {
        if (!d.has("name")) {
            return Map.of();
        }
        Shape names = d.object("name");
        if (names.object().size() > MOST_NAMES) {
            throw Invalid.of(
                    d.name("name"),
                    "at most " + MOST_NAMES + " languages, came " + names.object().size());
        }
        Map<String, String> byLanguage = new HashMap<>();
        names.object()
                .fieldNames()
                .forEachRemaining(
                        language -> {
                            if (!EventReader.NAME
                                    .matcher(language.toLowerCase(Locale.ROOT))
                                    .matches()) {
                                throw Invalid.of(
                                        d.name("name"),
                                        "expected languages such as ja or zh-Hans as keys, came"
                                                + " other text");
                            }
                            byLanguage.put(language, names.text(language, WORD));
                        });
        return byLanguage;
    }

    /** What {@code location.updated} says. */
    public static LocationData location(JsonNode data) {
        Shape d = Shape.of(data, "data");
        Double latitude = degrees(d, "latitude", 90);
        Double longitude = degrees(d, "longitude", 180);
        return new LocationData(
                d.text("location", WORD),
                d.optionalText("kind", CODE).orElse(null),
                d.optionalText("name", WORD).orElse(null),
                d.optionalText("kana", WORD).orElse(null),
                latitude,
                longitude,
                d.optionalText("postcode", CODE).orElse(null),
                d.has("hours") ? d.object().get("hours") : null,
                d.optionalText("brand", WORD).orElse(null),
                zone(d));
    }

    private static @Nullable String zone(Shape d) {
        String zone = d.optionalText("timezone", CODE).orElse(null);
        if (zone != null) {
            try {
                ZoneId.of(zone);
            } catch (DateTimeException unknown) {
                throw Invalid.of(
                        d.name("timezone"),
                        "expected a time zone such as Asia/Tokyo, came other text");
            }
        }
        return zone;
    }

    private static @Nullable Double degrees(Shape d, String field, int limit) {
        BigDecimal degrees = d.optionalMeasure(field).orElse(null);
        if (degrees == null) {
            return null;
        }
        if (degrees.abs().compareTo(BigDecimal.valueOf(limit)) > 0) {
            throw Invalid.of(d.name(field), "expected degrees between -" + limit + " and " + limit);
        }
        return degrees.doubleValue();
    }
}
