package dev.musubi.connectors.social;

import dev.musubi.connectors.common.HmacSecrets;
import dev.musubi.connectors.common.Translation;
import dev.musubi.connectors.common.Webhook;
import dev.musubi.connectors.common.WebhookAccount;
import dev.musubi.event.Sender;
import dev.musubi.identity.IdentifierType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One LINE official account: the secrets that prove its webhooks, and what it means. */
final class LineAccount implements WebhookAccount {

    /** Base64 of the HMAC-SHA256 of the body; it covers nothing else. */
    static final String SIGNATURE = "x-line-signature";

    private final LineSettings settings;
    private final HmacSecrets secrets;
    private final Sender sender;

    LineAccount(LineSettings settings, List<String> secrets) {
        this.settings = settings;
        this.secrets = new HmacSecrets(secrets);
        this.sender =
                new Sender(
                        "account:line/" + settings.account(),
                        Set.of(settings.source()),
                        Map.of(IdentifierType.SOCIAL_ID, settings.namespace()),
                        Set.of());
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
        return LineTranslator.translate(webhook.body(), settings);
    }
}
