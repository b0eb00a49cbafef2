package dev.musubi.connectors.ecommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TranslatorContract;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.platform.Json;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopifyProductTest extends TranslatorContract {

    @Override
    protected List<ObjectNode> translate(byte[] message) {
        return ShopifyTranslator.translate(message, "products/update", Samples.BELIEVING);
    }

    @Override
    protected byte[] good() {
        return Samples.bytes(Samples.product());
    }

    @Override
    protected byte[] broken() {
        ObjectNode product = Samples.product().put("vendor", PERSONAL);
        ((ObjectNode) product.at("/variants/0")).put("price", PERSONAL);
        return Samples.bytes(product);
    }

    @Override
    protected byte[] withUnknownFields() {
        ObjectNode product = Samples.product().put("newField", 1);
        ((ObjectNode) product.at("/variants/0")).putObject("newField");
        return Samples.bytes(product);
    }

    @Override
    protected byte[] sentAt(OffsetDateTime time) {
        return Samples.bytes(Samples.product().put("updated_at", time.toString()));
    }

    @Test
    void eachVariantIsAProductOfItsOwn() {
        ObjectNode product = Samples.product();
        ((ObjectNode) product.at("/variants/0")).put("inventory_item_id", 808950810L);

        List<ObjectNode> events = translate(Samples.bytes(product));

        assertThat(events)
                .extracting(event -> event.at("/data/sku").asText())
                .containsExactly("IPOD2008PINK", "IPOD2008RED", "IPOD2008GREEN", "IPOD2008BLACK");
        assertThat(events.getFirst().path("data"))
                .isEqualTo(
                        Json.read(
                                """
                                {"sku":"IPOD2008PINK","product":"632910392","name":{"en":"IPod Nano - 8GB Pink"},
                                 "categories":["Cult Products"],"price":{"currency":"USD","amount":"199"},
                                 "attributes":{"vendor":"Apple","tags":"Emotive, Flash Memory, MP3, Music","Title":"Pink"},
                                 "image":"http://static.shopify.com/s/files/1/6909/3384/products/ipod-nano.png?0",
                                 "inventoryItem":"808950810","status":"active"}
                                """));
    }

    @Test
    void withoutTheShopsCurrencyThereIsNoPrice() {
        assertThat(
                        ShopifyTranslator.translate(good(), "products/create", Samples.SHOP)
                                .getFirst()
                                .path("data")
                                .has("price"))
                .isFalse();
    }

    @Test
    void aLevelIsCountedAtOurLocationForItsInventoryItem() {
        byte[] body = Samples.bytes(Samples.inventoryLevel());

        ObjectNode counted =
                ShopifyTranslator.translate(body, "inventory_levels/update", Samples.SHOP)
                        .getFirst();

        assertThat(counted.path("type").asText()).isEqualTo("stock.counted");
        assertThat(counted.path("data"))
                .isEqualTo(
                        Json.read(
                                """
                                {"sku":"inventory-item:808950810","location":"ginza","onHand":"6",
                                 "sequence":1525722686000000,"basis":"available"}
                                """));
        assertThat(
                        ShopifyTranslator.translate(body, "", Samples.BELIEVING)
                                .getFirst()
                                .at("/data/location")
                                .asText())
                .isEqualTo("shopify-905684977");
    }

    @Test
    void whatIsNotTrackedIsNotCounted() {
        ObjectNode level = Samples.inventoryLevel().putNull("available");

        assertThat(
                        ShopifyTranslator.translate(
                                Samples.bytes(level), "inventory_levels/update", Samples.SHOP))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"orders/create", "inventory_levels/update", "customers/update"})
    void aTopicThatDoesNotFitGivesAReason(String topic) {
        assertThatThrownBy(() -> ShopifyTranslator.translate(good(), topic, Samples.SHOP))
                .isInstanceOf(Untranslatable.class);
    }
}
