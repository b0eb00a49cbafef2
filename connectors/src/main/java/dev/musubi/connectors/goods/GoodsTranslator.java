package dev.musubi.connectors.goods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.csv.EventText;
import dev.musubi.platform.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the event of a row. Pure: the same row, as of the same date, gives the same event.
 *
 * <p>The id of a count is {@code location|sku|time|sequence|hash}, of a product {@code
 * sku|time|hash}, of a location {@code location|time|hash}, of an adjustment {@code
 * location|sku|id|ID}, or {@code location|sku|hash|n} for the n-th such row of its file where no id
 * is mapped.
 */
final class GoodsTranslator {
    private static final List<GoodsField> OF_PRODUCTS =
            List.of(
                    GoodsField.SKU,
                    GoodsField.PRODUCT,
                    GoodsField.BARCODE,
                    GoodsField.IMAGE,
                    GoodsField.STATUS,
                    GoodsField.UNIT,
                    GoodsField.INVENTORY_ITEM);
    private static final List<GoodsField> OF_LOCATIONS =
            List.of(
                    GoodsField.LOCATION,
                    GoodsField.KIND,
                    GoodsField.NAME,
                    GoodsField.KANA,
                    GoodsField.LATITUDE,
                    GoodsField.LONGITUDE,
                    GoodsField.POSTCODE,
                    GoodsField.BRAND,
                    GoodsField.TIMEZONE);

    private final GoodsMapping mapping;
    private final Instant asOf;
    private final boolean historical;

    /**
     * @param asOf the file's date, which a row without a time of its own has
     * @param historical whether the events are back-fill
     */
    GoodsTranslator(GoodsMapping mapping, Instant asOf, boolean historical) {
        this.mapping = mapping;
        this.asOf = asOf;
        this.historical = historical;
    }

    /**
     * @param line the row's, where it decides among counts of its position and time
     * @param nth which of the equal rows of the file it is, from 1
     */
    ObjectNode event(GoodsRow.Good row, @Nullable Long line, int nth) {
        return switch (mapping.kind()) {
            case STOCK -> mapping.adjusts() ? adjusted(row, nth) : counted(row, line);
            case PRODUCTS -> product(row);
            case LOCATIONS -> location(row);
        };
    }

    private ObjectNode counted(GoodsRow.Good row, @Nullable Long line) {
        var event = event("stock.counted", row);
        var data = event.putObject("data");
        position(data, row.values()).put("onHand", row.values().get(GoodsField.ON_HAND));
        var mapped = row.values().get(GoodsField.SEQUENCE);
        var sequence = mapped == null ? line : Long.valueOf(mapped);
        if (sequence != null) {
            data.put("sequence", sequence);
        }
        if (mapping.basis() != null) {
            data.put("basis", mapping.basis());
        }
        return named(
                event,
                GoodsIds.position(row.values())
                        + "|"
                        + GoodsIds.joined(time(row).toString(), sequence == null ? "" : sequence));
    }

    private ObjectNode adjusted(GoodsRow.Good row, int nth) {
        var event = event("stock.adjusted", row);
        position(event.putObject("data"), row.values())
                .put("delta", row.values().get(GoodsField.DELTA))
                .put("reason", row.values().get(GoodsField.REASON));
        var id = row.values().get(GoodsField.ID);
        var position = GoodsIds.position(row.values());
        return id == null
                ? ready(event, GoodsIds.bounded(position) + "|" + EventText.hash(event) + "|" + nth)
                : ready(event, GoodsIds.bounded(position + "|" + GoodsIds.joined("id", id)));
    }

    private ObjectNode product(GoodsRow.Good row) {
        var event = event("product.updated", row);
        var data = event.putObject("data");
        put(data, OF_PRODUCTS, row.values());
        put(data, "name", row.names());
        if (!row.categories().isEmpty()) {
            row.categories().forEach(data.putArray("categories")::add);
        }
        var price = row.values().get(GoodsField.PRICE);
        if (price != null) {
            data.putObject("price")
                    .put("currency", row.values().get(GoodsField.CURRENCY))
                    .put("amount", price);
        }
        put(data, "attributes", row.attributes());
        return named(event, GoodsIds.joined(value(row, GoodsField.SKU), time(row)));
    }

    private ObjectNode location(GoodsRow.Good row) {
        var event = event("location.updated", row);
        put(event.putObject("data"), OF_LOCATIONS, row.values());
        return named(event, GoodsIds.joined(value(row, GoodsField.LOCATION), time(row)));
    }

    private static ObjectNode position(ObjectNode data, Map<GoodsField, String> values) {
        return data.put("sku", values.get(GoodsField.SKU))
                .put("location", values.get(GoodsField.LOCATION));
    }

    private static void put(
            ObjectNode data, List<GoodsField> fields, Map<GoodsField, String> values) {
        for (var field : fields) {
            if (values.containsKey(field)) {
                data.put(field.key(), values.get(field));
            }
        }
    }

    private static void put(ObjectNode data, String name, Map<String, String> words) {
        if (!words.isEmpty()) {
            words.forEach(data.putObject(name)::put);
        }
    }

    private static String value(GoodsRow.Good row, GoodsField field) {
        return Objects.requireNonNull(row.values().get(field));
    }

    private Instant time(GoodsRow.Good row) {
        return row.time() == null ? asOf : row.time();
    }

    private ObjectNode event(String type, GoodsRow.Good row) {
        return Json.object()
                .put("source", mapping.source())
                .put("id", "")
                .put("type", type)
                .put("time", time(row).toString())
                .put("channel", mapping.channel());
    }

    private ObjectNode named(ObjectNode event, String about) {
        return ready(event, GoodsIds.bounded(about) + "|" + EventText.hash(event));
    }

    private ObjectNode ready(ObjectNode event, String id) {
        event.put("id", id);
        if (historical) {
            event.put("historical", true);
        }
        return EventText.checked(event);
    }
}
