package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TranslatorContract;
import java.time.OffsetDateTime;
import java.util.List;

class ShopifyCustomerContractTest extends TranslatorContract {

    @Override
    protected List<ObjectNode> translate(byte[] message) {
        return ShopifyTranslator.translate(message, "customers/update", Samples.SHOP);
    }

    @Override
    protected byte[] good() {
        return Samples.bytes(Samples.customer());
    }

    @Override
    protected byte[] broken() {
        return Samples.bytes(Samples.customer().put("email", PERSONAL).put("updated_at", PERSONAL));
    }

    @Override
    protected byte[] withUnknownFields() {
        ObjectNode customer = Samples.customer().put("a_new_field", true);
        customer.withObject("/default_address").put("a_new_field", 1);
        return Samples.bytes(customer);
    }

    @Override
    protected byte[] sentAt(OffsetDateTime time) {
        return Samples.bytes(Samples.customer().put("updated_at", time.toString()));
    }
}
