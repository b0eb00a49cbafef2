package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.platform.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** An order resource: its content as an event, and the cancellation it may tell of. */
final class ShopifyOrder {

    private ShopifyOrder() {}

    /** {@code order.placed} or {@code order.updated}, without an id. */
    static ObjectNode content(Resource order, ShopifyTopic topic, ShopifyShop shop) {
        boolean placed = topic == ShopifyTopic.ORDERS_CREATE;
        ObjectNode event =
                ShopEvent.of(
                        shop,
                        placed ? "order.placed" : "order.updated",
                        placed ? placedAt(order) : order.requiredTime("updated_at"),
                        channel(order, shop),
                        location(order, shop));
        event.set("identifiers", ShopifyPerson.identifiersOfOrder(order, shop));
        ObjectNode traits = ShopifyPerson.traitsOfOrder(order);
        if (!traits.isEmpty()) {
            event.set("traits", traits);
        }
        event.set("data", data(order, shop));
        return event;
    }

    /**
     * {@code order.cancelled}, if the order says that it is. It names nobody: the order knows its
     * owner, and the words stay the same in every later update.
     */
    static Optional<ObjectNode> cancellation(Resource order, ShopifyShop shop) {
        return order.time("cancelled_at")
                .map(
                        at -> {
                            ObjectNode event =
                                    ShopEvent.of(
                                            shop,
                                            "order.cancelled",
                                            at,
                                            channel(order, shop),
                                            location(order, shop));
                            ObjectNode data = event.putObject("data");
                            String id = order.requiredId("id");
                            data.put("orderId", id).put("orderSystem", shop.orderSystem());
                            order.text("cancel_reason").ifPresent(why -> data.put("reason", why));
                            return ShopEvent.named(event, "cancellation", id);
                        });
    }

    private static ObjectNode data(Resource order, ShopifyShop shop) {
        ObjectNode data = Json.object();
        data.put("orderId", order.requiredId("id")).put("orderSystem", shop.orderSystem());
        ArrayNode numbers = data.putArray("numbers");
        numbers(order).forEach(numbers::add);
        data.put("version", micros(order.requiredTime("updated_at")));
        data.put("currency", order.text("currency").orElseThrow(() -> order.missing("currency")));
        data.put("total", ShopEvent.text(order.requiredDecimal("total_price")));
        order.text("financial_status").ifPresent(status -> data.put("paymentStatus", status));
        order.list("discount_codes").stream()
                .flatMap(code -> code.text("code").stream())
                .findFirst()
                .ifPresent(code -> data.put("coupon", code));
        order.id("user_id").ifPresent(staff -> data.put("staff", staff));
        data.set("lines", ShopifyLines.of(order));
        return data;
    }

    /** The printed numbers, for look-up: {@code #1001} as on the mail, {@code 1001} as typed. */
    private static Set<String> numbers(Resource order) {
        Set<String> numbers = new LinkedHashSet<>();
        order.text("name").ifPresent(numbers::add);
        order.id("order_number").ifPresent(numbers::add);
        return numbers;
    }

    /** When the customer bought; an imported order was bought before Shopify made its record. */
    private static OffsetDateTime placedAt(Resource order) {
        return order.time("processed_at").orElseGet(() -> order.requiredTime("created_at"));
    }

    private static String channel(Resource order, ShopifyShop shop) {
        return shop.ourLocation(order.id("location_id")).isPresent() ? "store" : shop.channel();
    }

    private static String location(Resource order, ShopifyShop shop) {
        return shop.ourLocation(order.id("location_id")).orElse(shop.location());
    }

    private static long micros(OffsetDateTime time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
    }
}
