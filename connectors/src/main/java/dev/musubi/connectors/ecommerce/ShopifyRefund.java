package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A refund resource as {@code order.returned}, the same words whether it comes by itself or inside
 * its order: it names nobody, and takes nothing from around it that it says itself.
 *
 * @see <a href="https://shopify.dev/docs/api/admin-rest/latest/resources/refund">Refund</a>
 */
final class ShopifyRefund {

    private static final Set<String> FAILED = Set.of("failure", "error");

    private ShopifyRefund() {}

    /**
     * @param orderCurrency the currency of the order around it; absent where it came by itself
     */
    static ObjectNode event(Resource refund, ShopifyShop shop, @Nullable String orderCurrency) {
        String id = refund.requiredId("id");
        ObjectNode event =
                ShopEvent.of(
                        shop,
                        "order.returned",
                        time(refund),
                        channel(refund, shop),
                        place(refund, shop));
        ObjectNode data = event.putObject("data");
        data.put("orderId", refund.requiredId("order_id"))
                .put("orderSystem", shop.orderSystem())
                .put("returnId", id);
        currency(refund, shop)
                .or(() -> Optional.ofNullable(orderCurrency))
                .ifPresent(currency -> data.put("currency", currency));
        data.put("total", ShopEvent.text(amount(refund, shop)));
        ArrayNode lines = data.putArray("lines");
        for (Resource line : refund.list("refund_line_items")) {
            Optional<Resource> item = line.object("line_item");
            item.ifPresent(
                    of ->
                            lines.addObject()
                                    .put("sku", ShopifyLines.sku(of))
                                    .put("quantity", ShopifyLines.quantity(line).intValueExact())
                                    .put("unitPrice", ShopEvent.text(of.requiredDecimal("price")))
                                    .put("amount", ShopEvent.text(amountOf(line, of)))
                                    .put("kind", "product"));
        }
        return ShopEvent.named(event, "refund", id);
    }

    /**
     * What went back to the customer, in the shop's currency, positive: the money moved, where any
     * moved in that currency; otherwise (nothing was paid yet, or it was paid in another currency)
     * the value of the lines, less the adjustments, which Shopify writes with the opposite sign.
     */
    private static BigDecimal amount(Resource refund, ShopifyShop shop) {
        List<Resource> moved =
                refund.list("transactions").stream()
                        .filter(one -> one.text("kind").filter("refund"::equals).isPresent())
                        .toList();
        String currency = shopCurrency(refund, shop).orElse(null);
        boolean comparable =
                currency == null
                        || moved.stream()
                                .flatMap(one -> one.text("currency").stream())
                                .allMatch(currency::equals);
        if (!moved.isEmpty() && comparable) {
            return ShopifyLines.sum(
                    moved.stream()
                            .filter(one -> one.text("status").filter(FAILED::contains).isEmpty())
                            .toList(),
                    "amount");
        }
        BigDecimal lines =
                refund.list("refund_line_items").stream()
                        .map(
                                line ->
                                        line.object("line_item")
                                                .map(item -> amountOf(line, item))
                                                .orElse(BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal adjusted =
                refund.list("order_adjustments").stream()
                        .map(
                                one ->
                                        one.decimalOrZero("amount")
                                                .add(one.decimalOrZero("tax_amount")))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return lines.subtract(adjusted);
    }

    /** A returned line's value with its tax; older messages name only the price. */
    private static BigDecimal amountOf(Resource line, Resource item) {
        return line.decimal("subtotal")
                .map(subtotal -> subtotal.add(line.decimalOrZero("total_tax")))
                .orElseGet(
                        () -> item.requiredDecimal("price").multiply(ShopifyLines.quantity(line)));
    }

    private static Optional<String> currency(Resource refund, ShopifyShop shop) {
        return shopCurrency(refund, shop)
                .or(
                        () ->
                                refund.list("transactions").stream()
                                        .flatMap(one -> one.text("currency").stream())
                                        .findFirst());
    }

    private static Optional<String> shopCurrency(Resource refund, ShopifyShop shop) {
        return refund.list("refund_line_items").stream()
                .flatMap(line -> line.object("subtotal_set").stream())
                .flatMap(set -> set.object("shop_money").stream())
                .flatMap(money -> money.text("currency_code").stream())
                .findFirst()
                .or(() -> Optional.ofNullable(shop.currency()));
    }

    private static OffsetDateTime time(Resource refund) {
        return refund.time("processed_at").orElseGet(() -> refund.requiredTime("created_at"));
    }

    private static Optional<String> store(Resource refund, ShopifyShop shop) {
        return refund.list("refund_line_items").stream()
                .flatMap(line -> shop.ourLocation(line.id("location_id")).stream())
                .findFirst();
    }

    private static String channel(Resource refund, ShopifyShop shop) {
        return store(refund, shop).isPresent() ? "store" : shop.channel();
    }

    private static String place(Resource refund, ShopifyShop shop) {
        return store(refund, shop).orElse(shop.location());
    }
}
