package dev.musubi.connectors.ecommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TestData;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.platform.Json;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WooTranslatorTest {

    @Test
    void aNewOrderIsPlacedWithItsExactAmounts() {
        ObjectNode placed = WooSamples.translate(WooSamples.order(), "order.created").getFirst();

        assertThat(placed.path("type").asText()).isEqualTo("order.placed");
        assertThat(placed.path("time").asText()).isEqualTo("2017-03-22T19:28:02Z");
        assertThat(placed.path("data"))
                .isEqualTo(
                        Json.read(
                                """
                                {"orderId":"727","orderSystem":"woocommerce:main","numbers":["727"],
                                 "version":1490210888000000,"currency":"USD","total":"29.35","paymentStatus":"processing",
                                 "lines":[
                                  {"sku":"product:93","quantity":2,"unitPrice":"3","amount":"6.45","kind":"product","tax":"0.45"},
                                  {"sku":"Bar3","quantity":1,"unitPrice":"12","amount":"12.9","kind":"product","tax":"0.9"},
                                  {"sku":"SHIPPING","quantity":1,"unitPrice":"10","amount":"10","kind":"charge"}]}
                                """));
    }

    @Test
    void theLinesAddUpToTheTotalWithCouponsAndFees() {
        ObjectNode order = WooSamples.order().put("total", "26.30");
        ((ObjectNode) order.at("/line_items/0")).put("total", "4.00").put("total_tax", "0.30");
        order.withArray("/fee_lines").addObject().put("total", "-0.90").put("total_tax", "0.00");
        order.withArray("/coupon_lines").addObject().put("code", "summer");

        ObjectNode data =
                (ObjectNode) WooSamples.translate(order, "order.updated").getFirst().path("data");

        BigDecimal sum = BigDecimal.ZERO;
        for (var line : data.path("lines")) {
            sum = sum.add(new BigDecimal(line.path("amount").asText()));
        }
        assertThat(sum).isEqualByComparingTo(data.path("total").asText());
        assertThat(data.path("coupon").asText()).isEqualTo("summer");
        assertThat(data.at("/lines/0/discount").asText()).isEqualTo("2");
        assertThat(data.at("/lines/3/kind").asText()).isEqualTo("adjustment");
    }

    @Test
    void aPriceThatIsNoExactDecimalIsLeftToTheAmount() {
        ObjectNode order = WooSamples.order();
        ((ObjectNode) order.at("/line_items/0"))
                .put("quantity", 3)
                .put("subtotal", "10.00")
                .put("total", "10.00")
                .put("price", 3.3333333333333335);

        ObjectNode updated = WooSamples.translate(order, "order.updated").getFirst();

        assertThat(updated.at("/data/lines/0").has("unitPrice")).isFalse();
        assertThat(updated.at("/data/lines/0/amount").asText()).isEqualTo("10.45");
    }

    @Test
    void aGuestIsWhatTheyTypedAndNothingOfItIsProven() {
        ObjectNode placed = WooSamples.translate(WooSamples.order(), "order.created").getFirst();

        assertThat(placed.path("identifiers"))
                .isEqualTo(
                        Json.read(
                                """
                                [{"type":"email","value":"john.doe@example.com","verified":false},
                                 {"type":"phone","value":"+15555555555","verified":false}]
                                """));
        assertThat(placed.path("traits"))
                .isEqualTo(
                        Json.read(
                                """
                                {"familyName":"Doe","givenName":"John","country":"US","postcode":"94103",
                                 "region":"CA","city":"San Francisco","street":"969 Market"}
                                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "failed", "checkout-draft"})
    void whatIsNotPaidIsNotYetAnOrder(String status) {
        ObjectNode order = WooSamples.order().put("status", status).putNull("date_paid_gmt");

        assertThat(types(WooSamples.translate(order, "order.created")))
                .containsExactly("checkout.updated");
    }

    @Test
    void aBankTransferIsAnOrderFromTheStart() {
        ObjectNode order = WooSamples.order().put("status", "on-hold").putNull("date_paid_gmt");

        assertThat(types(WooSamples.translate(order, "order.created")))
                .containsExactly("order.placed");
    }

    @Test
    void aCancelledOrderIsCancelledOnceWhateverTheTopic() {
        ObjectNode order = WooSamples.order().put("status", "cancelled");
        ObjectNode noted = order.deepCopy().put("customer_note", "電話済み");

        List<ObjectNode> first = WooSamples.translate(order, "order.updated");
        List<ObjectNode> later = WooSamples.translate(noted, "");

        assertThat(types(first)).containsExactly("order.updated", "order.cancelled");
        assertThat(later.getLast()).isEqualTo(first.getLast());
        assertThat(later.getFirst().path("id")).isNotEqualTo(first.getFirst().path("id"));
    }

    @Test
    void aRefundIsOneEventInEachLaterMessageOfItsOrder() {
        ObjectNode order = WooSamples.order();
        order.withArray("/refunds").addObject().put("id", 726).put("total", "-10.00");
        ObjectNode later = order.deepCopy().put("date_modified_gmt", "2017-03-25T00:00:00");

        ObjectNode refund = WooSamples.translate(order, "order.updated").getLast();

        assertThat(refund.path("type").asText()).isEqualTo("order.returned");
        assertThat(refund.at("/data/total").asText()).isEqualTo("10");
        assertThat(refund.at("/data/returnId").asText()).isEqualTo("726");
        assertThat(WooSamples.translate(later, "order.updated").getLast()).isEqualTo(refund);
    }

    @ParameterizedTest
    @CsvSource({
        "order.deleted,order.cancelled",
        "customer.deleted,woocommerce.customer-deleted",
        "product.deleted,woocommerce.product-deleted"
    })
    void aDeletionBringsAnIdAlone(String topic, String type) {
        List<ObjectNode> events = WooSamples.translate(Json.object().put("id", 727), topic);

        assertThat(types(events)).containsExactly(type);
        assertThat(events.getFirst().path("id").asText())
                .isEqualTo(topic + ":727:" + WooSamples.DELIVERY);
        assertThat(events.getFirst().path("time").asText()).isEqualTo("2026-11-22T12:00:00Z");
    }

    @Test
    void aCustomerIsProvenWhereTheOperatorSaysSo() {
        byte[] body = TestData.bytes(WooSamples.customer());

        ObjectNode plain =
                WooSamples.translate(WooSamples.customer(), "customer.updated").getFirst();
        ObjectNode believed =
                WooTranslator.translate(body, "", "", WooSamples.BELIEVING, WooSamples.NOW)
                        .getFirst();

        assertThat(plain.path("type").asText()).isEqualTo("profile.updated");
        assertThat(plain.at("/identifiers/0/value").asText()).isEqualTo("25");
        assertThat(plain.path("identifiers").findValuesAsText("verified"))
                .containsExactly("false", "false");
        assertThat(believed.path("identifiers").findValuesAsText("verified"))
                .containsExactly("true", "true");
        assertThat(plain.at("/traits/givenName").asText()).isEqualTo("James");
    }

    @Test
    void aProductIsUpdatedAndCountedWhereTheShopCounts() {
        ObjectNode counted =
                WooSamples.product().put("manage_stock", true).put("stock_quantity", 7);
        counted.put("sku", "TS-1");

        assertThat(types(WooSamples.translate(WooSamples.product(), "product.updated")))
                .containsExactly("product.updated");
        List<ObjectNode> events = WooSamples.translate(counted, "product.updated");
        assertThat(types(events)).containsExactly("product.updated", "stock.counted");
        assertThat(events.getLast().path("data"))
                .isEqualTo(Json.read("{\"sku\":\"TS-1\",\"location\":\"web\",\"onHand\":\"7\"}"));
        assertThat(events.getFirst().at("/data/price"))
                .isEqualTo(Json.read("{\"currency\":\"JPY\",\"amount\":\"24.54\"}"));
        assertThat(events.getFirst().at("/data/name/ja").asText()).isEqualTo("Premium Quality");
        assertThat(events.getFirst().at("/data/categories/0").asText()).isEqualTo("Clothing");
    }

    @Test
    void aProductOfVariationsHasNoPriceAndIsReadAllTheSame() {
        ObjectNode parent = WooSamples.sample("products__create_a_product_1");
        parent.put("manage_stock", "parent");

        ObjectNode updated = WooSamples.translate(parent, "product.created").getFirst();

        assertThat(updated.at("/data/sku").asText()).isEqualTo("product:799");
        assertThat(updated.at("/data").has("price")).isFalse();
        assertThat(updated.at("/data/attributes/Size")).isEqualTo(Json.read("[\"S\",\"M\"]"));
    }

    @ParameterizedTest
    @CsvSource({
        "order.deleted,order",
        "customer.updated,order",
        "coupon.created,order",
        "order.updated,customer",
        "order.updated,product",
        "order.updated,id",
        "'',id",
        "order.created,nothing"
    })
    void aTopicThatDoesNotFitGivesAReason(String topic, String body) {
        ObjectNode resource =
                switch (body) {
                    case "order" -> WooSamples.order();
                    case "customer" -> WooSamples.customer();
                    case "product" -> WooSamples.product();
                    case "id" -> Json.object().put("id", 1);
                    default -> Json.object();
                };

        assertThatThrownBy(() -> WooSamples.translate(resource, topic))
                .isInstanceOf(Untranslatable.class);
    }

    private static List<String> types(List<ObjectNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }
}
