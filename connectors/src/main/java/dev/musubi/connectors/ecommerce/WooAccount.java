package dev.musubi.connectors.ecommerce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.musubi.connectors.common.HmacSecrets;
import dev.musubi.connectors.common.Translation;
import dev.musubi.connectors.common.Webhook;
import dev.musubi.connectors.common.WebhookAccount;
import dev.musubi.event.Sender;
import dev.musubi.identity.IdentifierType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One WooCommerce shop: the secrets that prove its webhooks, and what the hub knows about it. */
final class WooAccount implements WebhookAccount {

    /** Base64 of the HMAC-SHA256 of the body; it covers nothing else. */
    static final String SIGNATURE = "x-wc-webhook-signature";

    /** What the shop says happened. Not signed, so a hint and no more, but for deletions. */
    static final String TOPIC = "x-wc-webhook-topic";

    /** Names the delivery; not signed, and it repeats within one second. */
    static final String DELIVERY = "x-wc-webhook-delivery-id";

    private static final int LONGEST_PING = 64;
    private static final Pattern PING = Pattern.compile("webhook_id=\\d{1,19}");

    private final WooShop shop;
    private final HmacSecrets secrets;
    private final Clock clock;
    private final Sender sender;

    WooAccount(WooShop shop, List<String> secrets, Clock clock) {
        this.shop = shop;
        this.secrets = new HmacSecrets(secrets);
        this.clock = clock;
        this.sender =
                new Sender(
                        "account:woocommerce/" + shop.account(),
                        Set.of(shop.source()),
                        Map.of(IdentifierType.CUSTOMER_ID, shop.namespace()),
                        shop.verified());
    }

    @Override
    public Sender sender() {
        return sender;
    }

    /** The shop's question when a webhook is made; only the answer 200 lets it be saved. */
    @Override
    public boolean greeting(Webhook webhook) {
        return webhook.body().length <= LONGEST_PING
                && PING.matcher(new String(webhook.body(), ISO_8859_1)).matches();
    }

    @Override
    public boolean signed(Webhook webhook) {
        return secrets.verifies(webhook.body(), webhook.header(SIGNATURE).orElse(""));
    }

    @Override
    public Translation translate(Webhook webhook) {
        return Translation.of(
                WooTranslator.translate(
                        webhook.body(),
                        webhook.header(TOPIC).orElse(""),
                        webhook.header(DELIVERY).orElse(""),
                        shop,
                        clock.instant()));
    }
}
