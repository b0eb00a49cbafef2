package dev.musubi.connectors.email;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.musubi.connectors.common.Translation;
import dev.musubi.connectors.common.Webhook;
import dev.musubi.connectors.common.WebhookAccount;
import dev.musubi.event.Sender;
import dev.musubi.identity.IdentifierType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One SendGrid account: the keys that prove its webhooks, and what it means. */
final class SendGridAccount implements WebhookAccount {

    static final String SIGNATURE = "x-twilio-email-event-webhook-signature";

    /** Seconds since 1970; signed together with the body. */
    static final String TIMESTAMP = "x-twilio-email-event-webhook-timestamp";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    private final SendGridSettings settings;
    private final List<EcdsaSha256> keys;
    private final Duration maxAge;
    private final Clock clock;
    private final Sender sender;

    SendGridAccount(
            SendGridSettings settings, List<String> publicKeys, Duration maxAge, Clock clock) {
        this.settings = settings;
        this.keys = publicKeys.stream().map(EcdsaSha256::ofKey).toList();
        this.maxAge = maxAge;
        this.clock = clock;
        this.sender =
                new Sender(
                        "account:sendgrid/" + settings.account(),
                        Set.of(settings.source()),
                        Map.of(),
                        settings.verified() ? Set.of(IdentifierType.EMAIL) : Set.of());
    }

    @Override
    public Sender sender() {
        return sender;
    }

    @Override
    public boolean signed(Webhook webhook) {
        String timestamp = webhook.header(TIMESTAMP).orElse("");
        String signature = webhook.header(SIGNATURE).orElse("");
        return inTime(timestamp)
                && keys.stream()
                        .anyMatch(
                                key ->
                                        key.verifies(
                                                signature,
                                                timestamp.getBytes(US_ASCII),
                                                webhook.body()));
    }

    /** Neither older than allowed nor as far ahead. */
    private boolean inTime(String timestamp) {
        if (!SECONDS.matcher(timestamp).matches()) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(at, clock.instant()).abs().compareTo(maxAge) <= 0;
    }

    @Override
    public Translation translate(Webhook webhook) {
        return SendGridTranslator.translate(webhook.body(), settings);
    }
}
