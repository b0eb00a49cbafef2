package dev.musubi.connectors.ecommerce;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    static byte[] bytes(ObjectNode resource) {
        try {
            return Json.mapper().writeValueAsBytes(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode resource(String name) {
        Path file = data().resolve("webhooks/shopify").resolve(name + ".json");
        assumeTrue(Files.exists(file), "skipped: no Shopify samples; set MUSUBI_DATA");
        try {
            return (ObjectNode) Json.mapper().readTree(Files.readAllBytes(file)).get(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path data() {
        String given = System.getenv("MUSUBI_DATA");
        String root = System.getenv("MUSUBI_ROOT");
        return given != null
                ? Path.of(given)
                : Path.of(root == null ? ".." : root, "../shared/data");
    }
}
