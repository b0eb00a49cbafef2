package dev.musubi.connectors.ecommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.platform.Json;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopifyTranslatorTest {

    @Test
    void anOrderIsPlacedWithItsLinesItsBuyerAndItsNumbers() {
        List<ObjectNode> events = translate(Samples.order(), "orders/create");

        assertThat(events).hasSize(1);
        assertThat(withoutId(events.getFirst()))
                .isEqualTo(
                        Json.read(
                                """
                                {"source":"shopify:main","type":"order.placed",
                                 "time":"2008-01-10T11:00:00-05:00","channel":"web","location":"web",
                                 "identifiers":[
                                  {"type":"customer_id","namespace":"shopify-main","value":"207119551"},
                                  {"type":"email","value":"bob.norman@hostmail.com","verified":true},
                                  {"type":"phone","value":"+15556251199","verified":false}],
                                 "traits":{"familyName":"Norman","givenName":"Bob","country":"US",
                                  "postcode":"40202","region":"Kentucky","city":"Louisville",
                                  "street":"Chestnut Street 92"},
                                 "data":{"orderId":"450789469","orderSystem":"shopify:main",
                                  "numbers":["#1001","1001"],"version":1199980800000000,
                                  "currency":"USD","total":"409.94","paymentStatus":"authorized",
                                  "coupon":"TENOFF","lines":[
                                  {"sku":"IPOD2008GREEN","quantity":1,"unitPrice":"199","amount":"199","kind":"product"},
                                  {"sku":"IPOD2008RED","quantity":1,"unitPrice":"199","amount":"199","kind":"product"},
                                  {"sku":"IPOD2008BLACK","quantity":1,"unitPrice":"199","amount":"199","kind":"product"},
                                  {"sku":"TAX","quantity":1,"unitPrice":"11.94","amount":"11.94","kind":"charge"}]}}
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "orders/create,order.placed",
        "orders/paid,order.updated",
        "orders/updated,order.updated",
        "orders/fulfilled,order.updated",
        "'',order.updated"
    })
    void theTopicChoosesBetweenReadingsThatAreEquallyTrue(String topic, String type) {
        assertThat(types(translate(Samples.order(), topic))).containsExactly(type);
    }

    @Test
    void aPaidOrderIsAnUpdateWithItsPaymentStatus() {
        ObjectNode paid =
                Samples.order()
                        .put("financial_status", "paid")
                        .put("updated_at", "2008-01-10T11:05:00.250-05:00");

        ObjectNode event = translate(paid, "orders/paid").getFirst();

        assertThat(event.path("type").asText()).isEqualTo("order.updated");
        assertThat(event.path("time").asText()).isEqualTo("2008-01-10T11:05:00.25-05:00");
        assertThat(event.path("data").path("paymentStatus").asText()).isEqualTo("paid");
        assertThat(event.path("data").path("version").asLong()).isEqualTo(1199981100250000L);
    }

    @Test
    void anEventIsNamedAfterTopicResourceAndSignedBytes() {
        byte[] body = Samples.bytes(Samples.order());

        ObjectNode event =
                ShopifyTranslator.translate(body, "orders/create", Samples.SHOP).getFirst();

        assertThat(event.path("id").asText()).matches("orders/create:450789469:[0-9a-f]{64}");
    }

    @Test
    void aCancellationIsReadFromTheSignedBodyWhateverTheTopicSays() {
        ObjectNode cancelled =
                Samples.order()
                        .put("cancelled_at", "2008-01-11T09:00:00-05:00")
                        .put("cancel_reason", "customer");

        List<ObjectNode> byCancel = translate(cancelled, "orders/cancelled");
        List<ObjectNode> byUpdate = translate(cancelled, "orders/updated");

        assertThat(types(byCancel)).containsExactly("order.updated", "order.cancelled");
        assertThat(byUpdate.get(1)).isEqualTo(byCancel.get(1));
        assertThat(withoutId(byCancel.get(1)))
                .isEqualTo(
                        Json.read(
                                """
                                {"source":"shopify:main","type":"order.cancelled",
                                 "time":"2008-01-11T09:00:00-05:00","channel":"web","location":"web",
                                 "data":{"orderId":"450789469","orderSystem":"shopify:main","reason":"customer"}}
                                """));
    }

    @Test
    void anOldBodyUnderTheTopicOfACancellationIsNoCancellation() {
        assertThatThrownBy(() -> translate(Samples.order(), "orders/cancelled"))
                .isInstanceOf(Untranslatable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refunds/create",
                "customers/update",
                "products/update",
                "draft_orders/create"
            })
    void aBodyThatDoesNotFitItsTopicIsNotMisread(String topic) {
        assertThatThrownBy(() -> translate(Samples.order(), topic))
                .isInstanceOf(Untranslatable.class)
                .message()
                .contains("topic");
    }

    @Test
    void aRefundIsOneEventInItsOwnMessageAndInsideItsOrder() {
        ObjectNode order = Samples.order();
        order.putArray("refunds").add(Samples.refund());

        ObjectNode alone = translate(Samples.refund(), "refunds/create").getFirst();
        List<ObjectNode> within = translate(order, "orders/updated");

        assertThat(types(within)).containsExactly("order.updated", "order.returned");
        assertThat(within.get(1)).isEqualTo(alone);
        assertThat(withoutId(alone))
                .isEqualTo(
                        Json.read(
                                """
                                {"source":"shopify:main","type":"order.returned",
                                 "time":"2016-06-20T13:35:06-04:00","channel":"web","location":"web",
                                 "data":{"orderId":"450789469","orderSystem":"shopify:main",
                                  "returnId":"509562969","currency":"USD","total":"209","lines":[
                                  {"sku":"IPOD2008BLACK","quantity":1,"unitPrice":"199","amount":"199","kind":"product"},
                                  {"sku":"IPOD2008GREEN","quantity":1,"unitPrice":"199","amount":"199","kind":"product"}]}}
                                """));
    }

    @Test
    void aRefundThatMovedNoMoneyIsWorthItsLinesLessItsAdjustments() {
        ObjectNode refund = Samples.refund();
        refund.putArray("transactions");
        ((ObjectNode) refund.withArray("refund_line_items").get(0))
                .put("subtotal", "198.50")
                .put("total_tax", 3.98);
        refund.putArray("order_adjustments")
                .addObject()
                .put("kind", "shipping_refund")
                .put("amount", "-5.00")
                .put("tax_amount", "-0.40");

        assertThat(data(translate(refund, "refunds/create")).path("total").asText())
                .isEqualTo("406.88");
    }

    @Test
    void moneyThatDidNotMoveOrMovedInAnotherCurrencyIsNoRefund() {
        ObjectNode failed = Samples.refund();
        ((ObjectNode) failed.withArray("transactions").get(0)).put("status", "failure");
        ObjectNode foreign = Samples.refund();
        ((ObjectNode) foreign.withArray("transactions").get(0)).put("currency", "JPY");

        assertThat(data(translate(failed, "refunds/create")).path("total").asText()).isEqualTo("0");
        assertThat(
                        ShopifyTranslator.translate(Samples.bytes(foreign), "", Samples.BELIEVING)
                                .getFirst()
                                .path("data")
                                .path("total")
                                .asText())
                .isEqualTo("398");
    }

    @Test
    void goodsReturnedAtATillOfTheShopKeepTheirPlace() {
        ObjectNode refund = Samples.refund();
        ((ObjectNode) refund.withArray("refund_line_items").get(0)).put("location_id", 905684977L);

        ObjectNode event = translate(refund, "refunds/create").getFirst();

        assertThat(event.path("location").asText()).isEqualTo("ginza");
        assertThat(event.path("channel").asText()).isEqualTo("store");
    }

    @Test
    void anEmailIsProvenOnlyByTheCustomersOwnFlagAndOnlyTheirs() {
        ObjectNode order = Samples.order().put("email", "typed@example.com");
        ObjectNode unproven = Samples.order();
        unproven.withObject("/customer").put("verified_email", false);

        assertThat(values(translate(order, "orders/create"), "email"))
                .containsExactly("bob.norman@hostmail.com true", "typed@example.com false");
        assertThat(values(translate(unproven, "orders/create"), "email"))
                .containsExactly("bob.norman@hostmail.com false");
    }

    @Test
    void aPhoneIsProvenOnlyWhereTheAccountSaysSo() {
        JsonNode believed =
                ShopifyTranslator.translate(Samples.bytes(Samples.order()), "", Samples.BELIEVING)
                        .getFirst();

        assertThat(believed.path("identifiers").path(2).path("verified").asBoolean()).isTrue();
    }

    @Test
    void aPhoneIsReadInTheCountryOfItsAddressAndOtherwiseLeftAsTyped() {
        ObjectNode order = Samples.order();
        order.withObject("/customer").putNull("default_address");
        order.withObject("/billing_address").put("phone", "090-1234-5678");

        ObjectNode abroad = order.deepCopy();
        abroad.withObject("/billing_address").put("country_code", "JP");

        assertThat(values(translate(abroad, ""), "phone")).containsExactly("+819012345678 false");
        assertThat(values(translate(order, ""), "phone")).containsExactly("090-1234-5678 false");
    }

    @Test
    void thePersonTheGoodsGoToIsNotTheBuyer() {
        ObjectNode order = Samples.order();
        order.withObject("/shipping_address").put("phone", "+81312345678");

        assertThat(translate(order, "orders/create").toString()).doesNotContain("+81312345678");
    }

    @Test
    void aGuestWithoutAnythingIsAnOrderOfNobody() {
        ObjectNode order = Samples.order();
        order.putNull("customer").put("email", "").putNull("billing_address");

        ObjectNode event = translate(order, "orders/create").getFirst();

        assertThat(event.path("identifiers")).isEmpty();
        assertThat(event.has("traits")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"subscribed,granted", "unsubscribed,denied", "pending,denied", "redacted,denied"})
    void aDatedConsentIsADecisionAndOnlySubscribedIsAYes(String state, String decision) {
        ObjectNode customer = Samples.customer();
        consent(customer, "email_marketing_consent", state, "2015-05-27T18:00:00-04:00");

        List<ObjectNode> events = translate(customer, "customers/update");

        assertThat(types(events)).containsExactly("profile.updated", "consent.changed");
        assertThat(events.get(1).path("time").asText()).isEqualTo("2015-05-27T18:00:00-04:00");
        assertThat(events.get(1).path("data"))
                .isEqualTo(
                        Json.object()
                                .put("purpose", "marketing")
                                .put("channel", "email")
                                .put("contactPoint", "bob.norman@hostmail.com")
                                .put("decision", decision)
                                .put("evidence", "Shopify customer 207119551, single_opt_in"));
    }

    @Test
    void aConsentWithoutATimeIsNoDecision() {
        ObjectNode customer = Samples.customer().put("accepts_marketing", true);
        consent(customer, "sms_marketing_consent", "subscribed", null);

        assertThat(types(translate(customer, "customers/update")))
                .containsExactly("profile.updated");
    }

    @Test
    void anUnrelatedUpdateRepeatsTheConsentAsTheSameEvent() {
        ObjectNode customer = Samples.customer().put("accepts_marketing", true);
        customer.put("accepts_marketing_updated_at", "2015-05-27T18:00:00-04:00");
        ObjectNode later = customer.deepCopy().put("updated_at", "2016-01-01T00:00:00Z");
        later.put("first_name", "Robert");

        assertThat(translate(later, "customers/update").get(1))
                .isEqualTo(translate(customer, "customers/create").get(1));
    }

    @Test
    void aMessageInAnotherEncodingThanUtf8IsNotRead() {
        byte[] body = "{\"id\":1,\"note\":\"結び\"}".getBytes(Charset.forName("windows-31j"));

        assertThatThrownBy(() -> ShopifyTranslator.translate(body, "orders/create", Samples.SHOP))
                .isInstanceOf(Untranslatable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "1", "\"x\"", "{", "{\"id\":1,\"id\":2}", "{} {}"})
    void whatIsNoSingleObjectIsNotRead(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ShopifyTranslator.translate(body, "", Samples.SHOP))
                .isInstanceOf(Untranslatable.class);
    }

    @Test
    void aNumberWithAnAbsurdExponentIsRefusedWithoutBeingWrittenOut() {
        String order =
                "{\"id\":1,\"updated_at\":\"2020-01-01T00:00:00Z\",\"financial_status\":null,"
                        + "\"line_items\":[],\"currency\":\"JPY\",\"total_price\":1e999999999}";

        assertThatThrownBy(
                        () ->
                                ShopifyTranslator.translate(
                                        order.getBytes(StandardCharsets.UTF_8), "", Samples.SHOP))
                .isInstanceOf(Untranslatable.class)
                .message()
                .contains("total_price");
    }

    private static void consent(
            ObjectNode customer, String field, String state, @Nullable String at) {
        customer.putObject(field)
                .put("state", state)
                .put("opt_in_level", "single_opt_in")
                .put("consent_updated_at", at);
    }

    private static List<ObjectNode> translate(ObjectNode resource, String topic) {
        return ShopifyTranslator.translate(Samples.bytes(resource), topic, Samples.SHOP);
    }

    private static JsonNode data(List<ObjectNode> events) {
        return events.getFirst().path("data");
    }

    private static List<String> types(List<ObjectNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private static List<String> values(List<ObjectNode> events, String type) {
        return StreamSupport.stream(events.getFirst().path("identifiers").spliterator(), false)
                .filter(one -> type.equals(one.path("type").asText()))
                .map(one -> one.path("value").asText() + " " + one.path("verified").asBoolean())
                .toList();
    }

    private static JsonNode withoutId(ObjectNode event) {
        return Json.read(Json.write(event.deepCopy().without("id")));
    }
}
