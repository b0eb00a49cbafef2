package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.HmacSha256;
import dev.musubi.connectors.common.Webhook;
import dev.musubi.connectors.common.WebhookAccount;
import dev.musubi.event.Sender;
import dev.musubi.identity.IdentifierType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One Shopify shop: the secrets that prove its webhooks, and what the hub knows about it. */
final class ShopifyAccount implements WebhookAccount {

    /** The only header that proves anything; it covers the body alone. */
    static final String SIGNATURE = "x-shopify-hmac-sha256";

    /** What Shopify says happened. Not signed, so a hint and no more. */
    static final String TOPIC = "x-shopify-topic";

    private final ShopifyShop shop;
    private final List<HmacSha256> signatures;
    private final Sender sender;

    ShopifyAccount(ShopifyShop shop, List<String> secrets) {
        this.shop = shop;
        this.signatures = secrets.stream().map(HmacSha256::new).toList();
        this.sender =
                new Sender(
                        "account:shopify/" + shop.account(),
                        Set.of(shop.source()),
                        Map.of(IdentifierType.CUSTOMER_ID, shop.namespace()),
                        shop.believed());
    }

    @Override
    public Sender sender() {
        return sender;
    }

    /** All secrets are tried, also after a match: the time tells nothing about which one it was. */
    @Override
    public boolean signed(Webhook webhook) {
        String signature = webhook.header(SIGNATURE).orElse("");
        boolean signed = false;
        for (HmacSha256 one : signatures) {
            signed |= one.verifies(webhook.body(), signature);
        }
        return signed;
    }

    @Override
    public List<ObjectNode> translate(Webhook webhook) {
        return ShopifyTranslator.translate(webhook.body(), webhook.header(TOPIC).orElse(""), shop);
    }
}
