package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.connectors.common.Words;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A product, which is one event for each of its variants, and an inventory level.
 *
 * <p>A level names Shopify's inventory item and no SKU. So its position is {@code
 * inventory-item:<id>}, and each variant says in {@code inventoryItem} which one is its own;
 * whoever keeps the catalogue puts the two together.
 */
final class ShopifyProduct {

    /** What Shopify calls a product without variants: one with this name. */
    private static final String ONLY_VARIANT = "Default Title";

    private static final int LONGEST_CODE = 64;
    private static final int MOST_OPTIONS = 3;

    private ShopifyProduct() {}

    /** {@code product.updated} for each variant, in the shop's order. */
    static List<ObjectNode> events(
            Resource product, ShopifyTopic topic, ShopifyShop shop, byte[] body) {
        List<ObjectNode> events = new ArrayList<>();
        for (Resource variant : product.list("variants")) {
            OffsetDateTime at = product.requiredTime("updated_at");
            ObjectNode event =
                    ShopEvent.of(shop, "product.updated", at, shop.channel(), shop.location());
            describe(event.putObject("data"), product, variant, shop);
            events.add(ShopEvent.named(event, topic.wire(), variant.requiredId("id"), body));
        }
        return events;
    }

    /**
     * {@code stock.counted}: what Shopify calls available, which is on hand less what is committed
     * to orders. Nothing where the shop does not track the item.
     */
    static List<ObjectNode> stock(
            Resource level, ShopifyTopic topic, ShopifyShop shop, byte[] body) {
        if (!level.hasValue("available")) {
            return List.of();
        }
        String item = level.requiredId("inventory_item_id");
        String theirs = level.requiredId("location_id");
        String ours = shop.ourLocation(Optional.of(theirs)).orElse("shopify-" + theirs);
        OffsetDateTime at = level.requiredTime("updated_at");
        ObjectNode event = ShopEvent.of(shop, "stock.counted", at, shop.channel(), ours);
        event.putObject("data")
                .put("sku", "inventory-item:" + item)
                .put("location", ours)
                .put("onHand", ShopEvent.text(level.requiredDecimal("available")))
                .put("sequence", ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant()))
                .put("basis", "available");
        return List.of(ShopEvent.named(event, topic.wire(), item + "@" + theirs, body));
    }

    private static void describe(
            ObjectNode data, Resource product, Resource variant, ShopifyShop shop) {
        data.put("sku", sku(variant)).put("product", product.requiredId("id"));
        data.putObject("name").put(shop.language(), Words.line(name(product, variant), Words.WORD));
        ArrayNode categories = data.putArray("categories");
        product.text("product_type")
                .map(type -> Words.line(type, Words.WORD))
                .ifPresent(categories::add);
        if (shop.currency() != null) {
            data.putObject("price")
                    .put("currency", shop.currency())
                    .put("amount", ShopEvent.text(variant.requiredDecimal("price")));
        }
        ObjectNode attributes = data.putObject("attributes");
        product.text("vendor").ifPresent(vendor -> attributes.put("vendor", vendor));
        product.text("tags").ifPresent(tags -> attributes.put("tags", tags));
        options(product, variant, attributes);
        variant.text("barcode")
                .ifPresent(code -> data.put("barcode", Words.line(code, LONGEST_CODE)));
        product.list("images").stream()
                .flatMap(image -> image.text("src").stream())
                .findFirst()
                .filter(image -> image.length() <= Words.URL)
                .ifPresent(image -> data.put("image", image));
        variant.id("inventory_item_id").ifPresent(item -> data.put("inventoryItem", item));
        data.put("status", status(product));
    }

    private static void options(Resource product, Resource variant, ObjectNode attributes) {
        List<Resource> options = product.list("options");
        for (int i = 0; i < Math.min(MOST_OPTIONS, options.size()); i++) {
            Optional<String> name = options.get(i).text("name");
            Optional<String> value = variant.text("option" + (i + 1));
            if (name.isPresent() && value.filter(text -> !text.equals(ONLY_VARIANT)).isPresent()) {
                attributes.put(name.get(), value.get());
            }
        }
    }

    private static String name(Resource product, Resource variant) {
        String title = product.requiredText("title");
        return variant.text("title")
                .filter(own -> !own.equals(ONLY_VARIANT))
                .map(own -> title + " " + own)
                .orElse(title);
    }

    /** As an order's line names it. */
    private static String sku(Resource variant) {
        return variant.text("sku").orElseGet(() -> "variant:" + variant.requiredId("id"));
    }

    /** Older messages have no status, but a time of publication or none. */
    private static String status(Resource product) {
        return product.text("status")
                .orElseGet(() -> product.hasValue("published_at") ? "active" : "draft");
    }
}
