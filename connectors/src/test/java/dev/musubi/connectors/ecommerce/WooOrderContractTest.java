package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TestData;
import dev.musubi.connectors.common.TranslatorContract;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

class WooOrderContractTest extends TranslatorContract {

    @Override
    protected List<ObjectNode> translate(byte[] message) {
        return WooTranslator.translate(
                message, "order.updated", WooSamples.DELIVERY, WooSamples.SHOP, WooSamples.NOW);
    }

    @Override
    protected byte[] good() {
        return TestData.bytes(WooSamples.order());
    }

    @Override
    protected byte[] broken() {
        ObjectNode order = WooSamples.order().put("total", PERSONAL);
        order.withObject("/billing").put("email", PERSONAL);
        return TestData.bytes(order);
    }

    @Override
    protected byte[] withUnknownFields() {
        ObjectNode order = WooSamples.order().put("newField", 1);
        order.withObject("/billing").put("newField", "x");
        ((ObjectNode) order.at("/line_items/0")).putObject("newField").put("a", 1);
        return TestData.bytes(order);
    }

    @Override
    protected byte[] sentAt(OffsetDateTime time) {
        String gmt = time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime().toString();
        return TestData.bytes(WooSamples.order().put("date_modified_gmt", gmt));
    }
}
