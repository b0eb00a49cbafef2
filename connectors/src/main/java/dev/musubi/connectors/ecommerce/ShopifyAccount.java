package dev.musubi.connectors.ecommerce;

import dev.musubi.connectors.common.HmacSecrets;
import dev.musubi.connectors.common.Translation;
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
    private final HmacSecrets secrets;
    private final Sender sender;

    ShopifyAccount(ShopifyShop shop, List<String> secrets) {
        this.shop = shop;
        this.secrets = new HmacSecrets(secrets);
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

    @Override
    public boolean signed(Webhook webhook) {
        return secrets.verifies(webhook.body(), webhook.header(SIGNATURE).orElse(""));
    }

    @Override
    public Translation translate(Webhook webhook) {
        return Translation.of(
                ShopifyTranslator.translate(
                        webhook.body(), webhook.header(TOPIC).orElse(""), shop));
    }
}
