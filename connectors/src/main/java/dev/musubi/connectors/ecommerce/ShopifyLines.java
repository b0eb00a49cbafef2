package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.platform.Json;
import java.math.BigDecimal;
import java.util.List;

/**
 * An order's lines, such that they add up to its {@code total_price}.
 *
 * <p>Shopify names a price before discounts; spreads discounts over lines in {@code
 * discount_allocations}; and adds the tax on top unless {@code taxes_included}. So a line's amount
 * is price × quantity − its allocations + its tax where that comes on top. Tax, discounts, tips and
 * duties that are named for the order and not for its lines (older and imported orders do so)
 * become lines of their own. What is still missing is left missing: the order is then flagged, and
 * its total counts.
 */
final class ShopifyLines {

    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

    private ShopifyLines() {}

    static ArrayNode of(Resource order) {
        boolean taxOnTop = !order.isTrue("taxes_included");
        ArrayNode lines = Json.mapper().createArrayNode();
        Sums sums = Sums.ZERO;
        for (Resource item : order.list("line_items")) {
            Part part = item(item, taxOnTop);
            sums = sums.plus(part);
            lines.add(product(item, part));
        }
        for (Resource shipping : order.list("shipping_lines")) {
            Part part = shipping(shipping, taxOnTop);
            sums = sums.plus(part);
            add(lines, "SHIPPING", "charge", part.amount());
        }
        if (taxOnTop) {
            add(lines, "TAX", "charge", order.decimalOrZero("total_tax").subtract(sums.tax()));
        }
        add(
                lines,
                "DISCOUNT",
                "adjustment",
                sums.discount().subtract(order.decimalOrZero("total_discounts")));
        add(lines, "TIP", "charge", order.decimalOrZero("total_tip_received"));
        add(lines, "DUTIES", "charge", duties(order));
        return lines;
    }

    private static Part item(Resource item, boolean taxOnTop) {
        BigDecimal gross = item.requiredDecimal("price").multiply(quantity(item));
        List<Resource> allocations = item.list("discount_allocations");
        BigDecimal discount =
                allocations.isEmpty()
                        ? item.decimalOrZero("total_discount")
                        : sum(allocations, "amount");
        return Part.of(gross, discount, sum(item.list("tax_lines"), "price"), taxOnTop);
    }

    private static Part shipping(Resource line, boolean taxOnTop) {
        return Part.of(
                line.decimalOrZero("price"),
                sum(line.list("discount_allocations"), "amount"),
                sum(line.list("tax_lines"), "price"),
                taxOnTop);
    }

    private static ObjectNode product(Resource item, Part part) {
        ObjectNode line = Json.object();
        line.put("sku", sku(item));
        line.put("quantity", quantity(item).intValueExact());
        line.put("unitPrice", ShopEvent.text(item.requiredDecimal("price")));
        line.put("amount", ShopEvent.text(part.amount()));
        line.put("kind", "product");
        if (part.discount().signum() != 0) {
            line.put("discount", ShopEvent.text(part.discount()));
        }
        if (part.tax().signum() != 0) {
            line.put("tax", ShopEvent.text(part.tax()));
        }
        return line;
    }

    /** The SKU; where the shop gave none, Shopify's variant, and for a free line its own name. */
    static String sku(Resource item) {
        return item.text("sku")
                .or(() -> item.id("variant_id").map(id -> "variant:" + id))
                .orElseGet(() -> "item:" + item.requiredId("id"));
    }

    static BigDecimal quantity(Resource item) {
        BigDecimal quantity = item.requiredDecimal("quantity").stripTrailingZeros();
        if (quantity.scale() > 0 || quantity.abs().compareTo(MOST) > 0) {
            throw new Untranslatable(
                    item.path() + ".quantity: expected a whole number of at most " + MOST);
        }
        return quantity;
    }

    static BigDecimal sum(List<Resource> parts, String field) {
        return parts.stream()
                .map(part -> part.requiredDecimal(field))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal duties(Resource order) {
        return order.object("original_total_duties_set")
                .flatMap(set -> set.object("shop_money"))
                .map(money -> money.requiredDecimal("amount"))
                .orElse(BigDecimal.ZERO);
    }

    private static void add(ArrayNode lines, String sku, String kind, BigDecimal amount) {
        if (amount.signum() != 0) {
            lines.addObject()
                    .put("sku", sku)
                    .put("quantity", 1)
                    .put("unitPrice", ShopEvent.text(amount))
                    .put("amount", ShopEvent.text(amount))
                    .put("kind", kind);
        }
    }

    /** What one line comes to. */
    private record Part(BigDecimal amount, BigDecimal discount, BigDecimal tax) {

        static Part of(BigDecimal gross, BigDecimal discount, BigDecimal tax, boolean taxOnTop) {
            BigDecimal net = gross.subtract(discount);
            return new Part(taxOnTop ? net.add(tax) : net, discount, tax);
        }
    }

    /** What all lines so far name themselves. */
    private record Sums(BigDecimal discount, BigDecimal tax) {
        static final Sums ZERO = new Sums(BigDecimal.ZERO, BigDecimal.ZERO);

        Sums plus(Part part) {
            return new Sums(discount.add(part.discount()), tax.add(part.tax()));
        }
    }
}
