package dev.musubi.connectors.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.testing.WebHub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The vendors' own samples into the real log of a real hub: what it would refuse is seen here. */
class SamplesThroughTheDoorTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static ChannelsHub hub;

    @BeforeAll
    static void start() {
        hub =
                ChannelsHub.start(
                        Map.of(
                                "musubi.channels.line.main.secrets", SECRET,
                                "musubi.channels.woocommerce.main.secrets", SECRET,
                                "musubi.channels.woocommerce.second.secrets", SECRET,
                                "musubi.channels.shopify.main.secrets", SECRET,
                                "musubi.channels.shopify.main.currency", "USD"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void nothingWasSetAside() {
        JsonNode letters = WebHub.json(hub.hub().get("/api/v1/dead-letters")).required("items");
        assertThat(letters.findValuesAsText("reason")).isEmpty();
    }

    @Test
    void everySampleOfLineIsTaken() {
        for (String sample :
                List.of(
                        "account_link",
                        "beacon",
                        "file",
                        "follow",
                        "image",
                        "join",
                        "leave",
                        "location",
                        "member_joined",
                        "member_left",
                        "message-edited",
                        "postback",
                        "sticker",
                        "text-emojis",
                        "text-group",
                        "text-mention",
                        "text-user",
                        "unfollow",
                        "unknown",
                        "unsend",
                        "video",
                        "video-play-complete",
                        "webhook-redelivery")) {
            send(
                    "line/main",
                    TestData.bytes("webhooks/line/" + sample + ".json"),
                    "x-line-signature");
        }
        await().until(
                        () ->
                                hub.profile("social_id:line:u206d25c2ea6bd87c17655609a1c37cb8")
                                        .has("id"));
    }

    @Test
    void wordsThatTheLogRefusesAreMadeFitAndLoseNoMessage() {
        String text = "x\\u0000\\ud800" + "長".repeat(20_000);
        send(
                "line/main",
                """
                {"events":[{"type":"message","webhookEventId":"long","timestamp":1495316130123,
                 "source":{"type":"user","userId":"U7"},"message":{"id":"1","type":"text","text":"%s"}}]}
                """
                        .formatted(text)
                        .getBytes(UTF_8),
                "x-line-signature");
        ObjectNode product =
                TestData.json("webhooks/woocommerce/products__create_a_product_0.json");
        product.put("name", "名\t".repeat(500)).put("global_unique_id", "4".repeat(99));
        woo("second", TestData.bytes(product), "product.updated");

        await().until(() -> hub.profile("social_id:line:U7").has("id"));
    }

    @Test
    void everySampleOfWooCommerceIsTaken() {
        for (String sample :
                List.of(
                        "orders__retrieve_an_order_0",
                        "customers__create_a_customer_0",
                        "customers__update_a_customer_0",
                        "products__create_a_product_0",
                        "products__create_a_product_1",
                        "products__retrieve_a_product_0",
                        "products__update_a_product_0")) {
            woo("main", TestData.bytes("webhooks/woocommerce/" + sample + ".json"), "");
        }
        await().until(() -> hub.profile("customer_id:woocommerce-main:25").has("id"));
    }

    @Test
    void anOrderOfWooCommerceIsCountedOnceAndItsRefundTakenOff() {
        ObjectNode order = TestData.json("webhooks/woocommerce/orders__create_an_order_0.json");
        order.put("id", 9001);
        woo("second", TestData.bytes(order), "order.created");
        woo("second", TestData.bytes(order), "order.created");
        order.put("date_modified_gmt", "2017-03-23T00:00:00");
        order.withArray("/refunds").addObject().put("id", 726).put("total", "-10.01");
        woo("second", TestData.bytes(order), "order.updated");
        order.put("date_modified_gmt", "2017-03-24T00:00:00");
        woo("second", TestData.bytes(order), "order.updated");
        ObjectNode deleted = order.deepCopy().put("id", 9002);
        woo("second", TestData.bytes(deleted), "order.created");
        woo("second", "{\"id\":9002}".getBytes(UTF_8), "order.deleted");

        await().untilAsserted(
                        () -> {
                            JsonNode all = total("woocommerce:second");
                            assertThat(all.path("revenue").asText()).isEqualTo("19.34");
                            assertThat(all.path("orders").asInt()).isEqualTo(1);
                        });
    }

    @Test
    void productsAndLevelsOfShopifyAreTaken() {
        for (String sample : List.of("product", "inventory_level")) {
            send(
                    "shopify/main",
                    TestData.bytes(
                            TestData.json("webhooks/shopify/" + sample + ".json").get(sample)),
                    "x-shopify-hmac-sha256");
        }
    }

    private static JsonNode total(String source) {
        return WebHub.json(hub.hub().get("/api/v1/orders/totals?source=" + source))
                .at("/currencies/USD/all");
    }

    private static void woo(String account, byte[] body, String topic) {
        send(
                "woocommerce/" + account,
                body,
                "X-WC-Webhook-Signature",
                "X-WC-Webhook-Topic",
                topic,
                "X-WC-Webhook-Delivery-ID",
                "59f1bdbd8a25c5d2c6fe2d1f7c3a7e39");
    }

    private static void send(String path, byte[] body, String signature, String... more) {
        String[] headers = new String[more.length + 2];
        headers[0] = signature;
        headers[1] = Hooks.hmac(body, SECRET);
        System.arraycopy(more, 0, headers, 2, more.length);
        assertThat(hub.hooks().send(path, body, "application/json", headers).statusCode())
                .isEqualTo(200);
    }
}
