package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.connectors.common.Words;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A product or a variation of one: what it is, and how many there are where the shop counts. */
final class WooProduct {

    private static final int LONGEST_CODE = 64;
    private static final int MOST_CATEGORIES = 50;

    private WooProduct() {}

    /** {@code product.updated}, then {@code stock.counted} where the shop manages the stock. */
    static List<ObjectNode> events(Resource product, WooShop shop, byte[] body) {
        String id = product.requiredId("id");
        OffsetDateTime at =
                product.utc("date_modified_gmt")
                        .or(() -> product.utc("date_created_gmt"))
                        .orElseThrow(() -> product.missing("date_modified_gmt"));
        List<ObjectNode> events = new ArrayList<>();
        ObjectNode updated = event("product.updated", at, shop);
        describe(updated.putObject("data"), product, shop);
        events.add(ShopEvent.named(updated, "product", id, body));
        // A variation whose stock is its parent's says "parent" here.
        if (product.node().path("manage_stock").asBoolean(false)) {
            ObjectNode counted = event("stock.counted", at, shop);
            counted.putObject("data")
                    .put("sku", sku(product))
                    .put("location", shop.location())
                    .put("onHand", ShopEvent.text(product.requiredDecimal("stock_quantity")));
            events.add(ShopEvent.named(counted, "stock", id, body));
        }
        return events;
    }

    /** How what has no SKU of its own is named, here and in orders: by its id in the shop. */
    static String nameless(String id) {
        return "product:" + id;
    }

    private static void describe(ObjectNode data, Resource product, WooShop shop) {
        data.put("sku", sku(product))
                .put(
                        "product",
                        product.id("parent_id")
                                .filter(parent -> !parent.equals("0"))
                                .orElseGet(() -> product.requiredId("id")));
        data.putObject("name")
                .put(shop.language(), Words.line(product.requiredText("name"), Words.WORD));
        ArrayNode categories = data.putArray("categories");
        product.list("categories").stream()
                .flatMap(category -> category.text("name").stream())
                .limit(MOST_CATEGORIES)
                .map(name -> Words.line(name, Words.WORD))
                .forEach(categories::add);
        product.decimal("price")
                .ifPresent(
                        price ->
                                data.putObject("price")
                                        .put("currency", shop.currency())
                                        .put("amount", ShopEvent.text(price)));
        ObjectNode attributes = data.putObject("attributes");
        for (Resource attribute : product.list("attributes")) {
            Optional<String> name = attribute.text("name");
            name.ifPresent(
                    key ->
                            attribute
                                    .text("option")
                                    .ifPresentOrElse(
                                            option -> attributes.put(key, option),
                                            () ->
                                                    Optional.ofNullable(
                                                                    attribute.node().get("options"))
                                                            .ifPresent(
                                                                    all ->
                                                                            attributes.set(
                                                                                    key, all))));
        }
        product.list("images").stream()
                .flatMap(image -> image.text("src").stream())
                .findFirst()
                .filter(image -> image.length() <= Words.URL)
                .ifPresent(image -> data.put("image", image));
        product.text("global_unique_id")
                .ifPresent(code -> data.put("barcode", Words.line(code, LONGEST_CODE)));
        data.put("status", product.text("status").orElse("publish"));
    }

    private static String sku(Resource product) {
        return product.text("sku").orElseGet(() -> nameless(product.requiredId("id")));
    }

    private static ObjectNode event(String type, OffsetDateTime at, WooShop shop) {
        return ShopEvent.of(shop.source(), type, at, shop.channel(), shop.location());
    }
}
