package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.platform.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An order resource: its content, the cancellation it may tell of, and its refunds.
 *
 * <p>WooCommerce makes the order before it is paid, and lets the buyer try again on the same one:
 * what waits for a payment or has failed is {@code checkout.updated}, not yet an order. What is
 * agreed without one (cash on delivery, bank transfer: {@code on-hold}) is an order.
 */
final class WooOrder {

    private static final Set<String> NOT_YET =
            Set.of("pending", "failed", "checkout-draft", "auto-draft");
    private static final Set<String> CANCELLED = Set.of("cancelled", "trash");
    private static final int MOST_DECIMALS = 6;

    private WooOrder() {}

    /** {@code order.placed}, {@code order.updated} or {@code checkout.updated}, without an id. */
    static ObjectNode content(Resource order, boolean created, WooShop shop) {
        boolean open = NOT_YET.contains(order.requiredText("status")) && !wasPaid(order);
        boolean placed = created && !open;
        String type = open ? "checkout.updated" : placed ? "order.placed" : "order.updated";
        ObjectNode event = event(type, placed ? placedAt(order) : modifiedAt(order), shop);
        event.set("identifiers", WooPerson.identifiersOfOrder(order, shop));
        ObjectNode traits = WooPerson.traits(order.object("billing"), Optional.empty());
        if (!traits.isEmpty()) {
            event.set("traits", traits);
        }
        event.set("data", data(order, shop));
        return event;
    }

    /** It names nobody: the order knows its owner, and the words stay the same in every update. */
    static Optional<ObjectNode> cancellation(Resource order, WooShop shop) {
        if (!CANCELLED.contains(order.requiredText("status"))) {
            return Optional.empty();
        }
        String id = order.requiredId("id");
        ObjectNode event = event("order.cancelled", modifiedAt(order), shop);
        event.putObject("data").put("orderId", id).put("orderSystem", shop.orderSystem());
        return Optional.of(ShopEvent.named(event, "cancellation", id));
    }

    /**
     * What went back to the buyer. The order does not say when, so it is dated by the payment: the
     * same words in each later message of the order, and never before it.
     */
    static List<ObjectNode> refunds(Resource order, WooShop shop) {
        return order.list("refunds").stream().map(refund -> refund(order, refund, shop)).toList();
    }

    private static ObjectNode refund(Resource order, Resource refund, WooShop shop) {
        OffsetDateTime at = order.utc("date_paid_gmt").orElseGet(() -> placedAt(order));
        String id = refund.requiredId("id");
        ObjectNode event = event("order.returned", at, shop);
        event.putObject("data")
                .put("orderId", order.requiredId("id"))
                .put("orderSystem", shop.orderSystem())
                .put("returnId", id)
                .put("currency", order.requiredText("currency"))
                .put("total", ShopEvent.text(refund.requiredDecimal("total").abs()))
                .putArray("lines");
        return ShopEvent.named(event, "refund", id);
    }

    private static ObjectNode event(String type, OffsetDateTime time, WooShop shop) {
        return ShopEvent.of(shop.source(), type, time, shop.channel(), shop.location());
    }

    private static ObjectNode data(Resource order, WooShop shop) {
        ObjectNode data = Json.object();
        data.put("orderId", order.requiredId("id")).put("orderSystem", shop.orderSystem());
        ArrayNode numbers = data.putArray("numbers");
        order.text("number").ifPresent(numbers::add);
        data.put(
                "version", ChronoUnit.MICROS.between(Instant.EPOCH, modifiedAt(order).toInstant()));
        data.put("currency", order.requiredText("currency"));
        data.put("total", ShopEvent.text(order.requiredDecimal("total")));
        data.put("paymentStatus", order.requiredText("status"));
        order.list("coupon_lines").stream()
                .flatMap(coupon -> coupon.text("code").stream())
                .findFirst()
                .ifPresent(code -> data.put("coupon", code));
        data.set("lines", lines(order));
        return data;
    }

    /** Their amounts, with tax, add up to the order's total; coupons are within the lines. */
    private static ArrayNode lines(Resource order) {
        ArrayNode lines = Json.mapper().createArrayNode();
        for (Resource item : order.list("line_items")) {
            lines.add(product(item));
        }
        for (Resource shipping : order.list("shipping_lines")) {
            extra(lines, "SHIPPING", "charge", gross(shipping));
        }
        for (Resource fee : order.list("fee_lines")) {
            BigDecimal amount = gross(fee);
            extra(lines, "FEE", amount.signum() < 0 ? "adjustment" : "charge", amount);
        }
        return lines;
    }

    private static ObjectNode product(Resource item) {
        BigDecimal quantity = ShopifyLines.quantity(item);
        BigDecimal before = item.decimal("subtotal").orElseGet(() -> item.requiredDecimal("total"));
        BigDecimal discount = before.subtract(item.requiredDecimal("total"));
        BigDecimal tax = item.decimalOrZero("total_tax");
        ObjectNode line = Json.object();
        line.put("sku", sku(item));
        line.put("quantity", quantity.intValueExact());
        unitPrice(before, quantity).ifPresent(price -> line.put("unitPrice", price));
        line.put("amount", ShopEvent.text(gross(item)));
        line.put("kind", "product");
        if (discount.signum() != 0) {
            line.put("discount", ShopEvent.text(discount));
        }
        if (tax.signum() != 0) {
            line.put("tax", ShopEvent.text(tax));
        }
        return line;
    }

    /** WooCommerce's own {@code price} is a binary fraction; left out where it is not exact. */
    private static Optional<String> unitPrice(BigDecimal before, BigDecimal quantity) {
        if (quantity.signum() == 0) {
            return Optional.empty();
        }
        try {
            BigDecimal price = before.divide(quantity).stripTrailingZeros();
            return price.scale() > MOST_DECIMALS
                    ? Optional.empty()
                    : Optional.of(ShopEvent.text(price));
        } catch (ArithmeticException periodic) {
            return Optional.empty();
        }
    }

    private static String sku(Resource item) {
        return item.text("sku")
                .or(() -> id(item, "variation_id"))
                .or(() -> id(item, "product_id"))
                .orElseGet(() -> "item:" + item.requiredId("id"));
    }

    /** As {@link WooProduct} names what has no SKU; 0 is what is not there. */
    private static Optional<String> id(Resource item, String field) {
        return item.id(field).filter(id -> !id.equals("0")).map(WooProduct::nameless);
    }

    private static void extra(ArrayNode lines, String sku, String kind, BigDecimal amount) {
        if (amount.signum() != 0) {
            lines.addObject()
                    .put("sku", sku)
                    .put("quantity", 1)
                    .put("unitPrice", ShopEvent.text(amount))
                    .put("amount", ShopEvent.text(amount))
                    .put("kind", kind);
        }
    }

    private static BigDecimal gross(Resource line) {
        return line.requiredDecimal("total").add(line.decimalOrZero("total_tax"));
    }

    private static boolean wasPaid(Resource order) {
        return order.hasValue("date_paid_gmt");
    }

    private static OffsetDateTime placedAt(Resource order) {
        return order.utc("date_created_gmt").orElseThrow(() -> order.missing("date_created_gmt"));
    }

    private static OffsetDateTime modifiedAt(Resource order) {
        return order.utc("date_modified_gmt").orElseGet(() -> placedAt(order));
    }
}
