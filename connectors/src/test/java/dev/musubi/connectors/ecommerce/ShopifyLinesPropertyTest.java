package dev.musubi.connectors.ecommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.platform.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ShopifyLinesPropertyTest {

    /** One position as Shopify writes it; money in cents. */
    record Position(int price, int quantity, int discount, int tax) {
        int net() {
            return price * quantity - discount;
        }
    }

    /** What the order names beyond its positions; money in cents. */
    record Rest(boolean taxesIncluded, int tax, int discount, int tip, int duties) {}

    @Property(tries = 500)
    void theLinesAddUpToWhatWasPaidToTheCent(
            @ForAll("positions") List<Position> items,
            @ForAll("positions") List<Position> shippings,
            @ForAll("rest") Rest rest) {
        ObjectNode order = Json.object().put("taxes_included", rest.taxesIncluded());
        int net = 0;
        int tax = rest.tax();
        int discount = rest.discount();
        for (Position item : items) {
            ObjectNode node = order.withArray("line_items").addObject().put("sku", "A-1");
            write(node.put("quantity", item.quantity()), item);
            net += item.net();
            tax += item.tax();
            discount += item.discount();
        }
        for (Position shipping : shippings) {
            Position once = new Position(shipping.price(), 1, 0, shipping.tax());
            write(order.withArray("shipping_lines").addObject(), once);
            net += once.net();
            tax += once.tax();
        }
        order.put("total_tax", cents(tax)).put("total_discounts", cents(discount));
        order.put("total_tip_received", cents(rest.tip()));
        order.putObject("original_total_duties_set")
                .putObject("shop_money")
                .put("amount", cents(rest.duties()));
        int paid =
                net
                        + (rest.taxesIncluded() ? 0 : tax)
                        - rest.discount()
                        + rest.tip()
                        + rest.duties();

        assertThat(sum(ShopifyLines.of(new Resource(order, "")))).isEqualByComparingTo(cents(paid));
    }

    @Provide
    Arbitrary<List<Position>> positions() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(0, 50_000),
                        Arbitraries.integers().between(0, 50_000))
                .as(Position::new)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Rest> rest() {
        Arbitrary<Integer> amounts = Arbitraries.integers().between(0, 50_000);
        return Combinators.combine(Arbitraries.of(true, false), amounts, amounts, amounts, amounts)
                .as(Rest::new);
    }

    private static void write(ObjectNode node, Position position) {
        node.put("price", cents(position.price()));
        node.putArray("tax_lines").addObject().put("price", cents(position.tax()));
        if (position.discount() > 0) {
            node.putArray("discount_allocations")
                    .addObject()
                    .put("amount", cents(position.discount()));
        }
    }

    private static String cents(int cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    private static BigDecimal sum(JsonNode lines) {
        return StreamSupport.stream(lines.spliterator(), false)
                .map(line -> new BigDecimal(line.path("amount").asText()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
