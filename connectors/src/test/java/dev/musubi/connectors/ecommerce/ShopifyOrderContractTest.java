package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TranslatorContract;
import java.time.OffsetDateTime;
import java.util.List;

class ShopifyOrderContractTest extends TranslatorContract {

    @Override
    protected List<ObjectNode> translate(byte[] message) {
        return ShopifyTranslator.translate(message, "orders/updated", Samples.SHOP);
    }

    @Override
    protected byte[] good() {
        return Samples.bytes(Samples.order());
    }

    @Override
    protected byte[] broken() {
        ObjectNode order = Samples.order().put("email", PERSONAL);
        order.withObject("/customer").put("email", PERSONAL);
        return Samples.bytes(order.put("total_price", PERSONAL));
    }

    @Override
    protected byte[] withUnknownFields() {
        ObjectNode order = Samples.order().put("a_new_field", true);
        order.withObject("/customer").put("a_new_field", 1);
        ((ObjectNode) order.withArray("line_items").get(0)).putObject("a_new_field");
        return Samples.bytes(order);
    }

    @Override
    protected byte[] sentAt(OffsetDateTime time) {
        return Samples.bytes(Samples.order().put("updated_at", time.toString()));
    }
}
