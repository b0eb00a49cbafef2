package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TestData;
import dev.musubi.identity.IdentifierType;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** WooCommerce's own sample resources (webhooks/woocommerce of the data folder). */
final class WooSamples {

    static final WooShop SHOP = shop(Set.of());
    static final WooShop BELIEVING = shop(Set.of(IdentifierType.EMAIL, IdentifierType.PHONE));
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String DELIVERY = "59f1bdbd8a25c5d2c6fe2d1f7c3a7e39";

    private WooSamples() {}

    private static WooShop shop(Set<IdentifierType> verified) {
        return new WooShop(
                "main",
                "woocommerce:main",
                "woocommerce-main",
                "woocommerce:main",
                "web",
                "web",
                "JPY",
                "ja",
                verified);
    }

    static ObjectNode order() {
        return sample("orders__create_an_order_0");
    }

    static ObjectNode customer() {
        return sample("customers__update_a_customer_0");
    }

    static ObjectNode product() {
        return sample("products__update_a_product_0");
    }

    static ObjectNode sample(String name) {
        return TestData.json("webhooks/woocommerce/" + name + ".json");
    }

    static List<ObjectNode> translate(ObjectNode body, String topic) {
        return WooTranslator.translate(TestData.bytes(body), topic, DELIVERY, SHOP, NOW);
    }
}
