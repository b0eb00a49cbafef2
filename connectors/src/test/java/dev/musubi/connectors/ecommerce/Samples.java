package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TestData;
import dev.musubi.identity.IdentifierType;
import java.util.Map;
import java.util.Set;

/**
 * Shopify's own sample resources (webhooks/shopify of the data folder), unwrapped as a live webhook
 * carries them. Tests that need them are skipped where the folder is not there.
 */
final class Samples {

    private Samples() {}

    static final ShopifyShop SHOP =
            new ShopifyShop(
                    "main",
                    "shopify:main",
                    "shopify-main",
                    "shopify:main",
                    "web",
                    "web",
                    Map.of("905684977", "ginza"),
                    null,
                    "ja",
                    Set.of());

    static final ShopifyShop BELIEVING =
            new ShopifyShop(
                    "main",
                    "shopify:main",
                    "shopify-main",
                    "shopify:main",
                    "web",
                    "web",
                    Map.of(),
                    "USD",
                    "en",
                    Set.of(IdentifierType.PHONE));

    static ObjectNode order() {
        return resource("order");
    }

    static ObjectNode refund() {
        return resource("refund");
    }

    static ObjectNode customer() {
        return resource("customer");
    }

    static ObjectNode product() {
        return resource("product");
    }

    static ObjectNode inventoryLevel() {
        return resource("inventory_level");
    }

    static byte[] bytes(ObjectNode resource) {
        return TestData.bytes(resource);
    }

    private static ObjectNode resource(String name) {
        return (ObjectNode) TestData.json("webhooks/shopify/" + name + ".json").get(name);
    }
}
