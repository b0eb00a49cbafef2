package dev.musubi.catalog;

import dev.musubi.event.LocationData;
import dev.musubi.event.ProductData;
import dev.musubi.event.intake.GoodsReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the words of all sources come to: of each field the newest that says something. Pure. */
final class Views {

    private Views() {}

    static Product product(String sku, long version, List<Part> parts) {
        List<ProductData> words = parts.stream().map(p -> GoodsReader.product(p.data())).toList();
        Map<String, String> name = new HashMap<>();
        Set<String> aliases = new LinkedHashSet<>();
        for (ProductData word : words) {
            word.name().forEach(name::putIfAbsent);
            if (word.inventoryItem() != null) {
                aliases.add(alias(word.inventoryItem()));
            }
        }
        ProductData priced = words.stream().filter(w -> w.price() != null).findFirst().orElse(null);
        return new Product(
                sku,
                version,
                !parts.isEmpty(),
                newest(words, ProductData::product),
                name,
                words.stream()
                        .map(ProductData::categories)
                        .filter(c -> !c.isEmpty())
                        .findFirst()
                        .orElse(List.of()),
                priced == null ? null : priced.price(),
                priced == null ? null : priced.currency(),
                newest(words, ProductData::attributes),
                newest(words, ProductData::barcode),
                newest(words, ProductData::image),
                newest(words, ProductData::status),
                newest(words, ProductData::unit),
                List.copyOf(aliases),
                sources(parts),
                updatedAt(parts));
    }

    /** How a count names an inventory item that is no SKU. */
    static String alias(String inventoryItem) {
        return "inventory-item:" + inventoryItem;
    }

    static Place place(String id, long version, List<Part> parts) {
        List<LocationData> words = parts.stream().map(p -> GoodsReader.location(p.data())).toList();
        return new Place(
                id,
                version,
                !parts.isEmpty(),
                newest(words, LocationData::kind),
                newest(words, LocationData::name),
                newest(words, LocationData::kana),
                newest(words, Views::coordinates),
                newest(words, LocationData::postcode),
                newest(words, LocationData::hours),
                newest(words, LocationData::brand),
                newest(words, LocationData::timezone),
                sources(parts),
                updatedAt(parts));
    }

    private static @Nullable Coordinates coordinates(LocationData word) {
        return word.latitude() == null || word.longitude() == null
                ? null
                : new Coordinates(word.latitude(), word.longitude());
    }

    private static <W, T> @Nullable T newest(List<W> words, Function<W, @Nullable T> field) {
        for (W word : words) {
            T said = field.apply(word);
            if (said != null) {
                return said;
            }
        }
        return null;
    }

    private static List<String> sources(List<Part> parts) {
        return parts.stream().map(Part::source).toList();
    }

    private static @Nullable Instant updatedAt(List<Part> parts) {
        return parts.isEmpty() ? null : parts.getFirst().at();
    }
}
