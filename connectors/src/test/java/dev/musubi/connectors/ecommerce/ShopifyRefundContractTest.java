package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TranslatorContract;
import java.time.OffsetDateTime;
import java.util.List;

class ShopifyRefundContractTest extends TranslatorContract {

    @Override
    protected List<ObjectNode> translate(byte[] message) {
        return ShopifyTranslator.translate(message, "refunds/create", Samples.SHOP);
    }

    @Override
    protected byte[] good() {
        return Samples.bytes(Samples.refund());
    }

    @Override
    protected byte[] broken() {
        return Samples.bytes(Samples.refund().put("note", PERSONAL).put("id", PERSONAL));
    }

    @Override
    protected byte[] withUnknownFields() {
        ObjectNode refund = Samples.refund().put("a_new_field", true);
        ((ObjectNode) refund.withArray("transactions").get(0)).put("a_new_field", 1);
        return Samples.bytes(refund);
    }

    @Override
    protected byte[] sentAt(OffsetDateTime time) {
        return Samples.bytes(Samples.refund().put("created_at", time.toString()));
    }
}
