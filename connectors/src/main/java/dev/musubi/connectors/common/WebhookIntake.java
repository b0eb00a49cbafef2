package dev.musubi.connectors.common;

import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/** The steps of one channel's webhooks: proven, translated, appended. Also takes letters back. */
final class WebhookIntake implements Redelivery {

    private final WebhookChannel channel;
    private final Append log;
    private final MeterRegistry meters;

    WebhookIntake(WebhookChannel channel, Append log, MeterRegistry meters) {
        this.channel = channel;
        this.log = log;
        this.meters = meters;
    }

    /**
     * The webhook, if its account signed it.
     *
     * @throws Refused with the same 401 for an unknown account and a wrong signature
     */
    Webhook proven(Webhook webhook) {
        boolean proven =
                channel.account(webhook.account())
                        .filter(account -> account.greeting(webhook) || account.signed(webhook))
                        .isPresent();
        if (!proven) {
            count("unproven");
            throw new Refused(UNPROVEN);
        }
        return webhook;
    }

    /** What a webhook tells, on its way into the log. */
    record Translated(List<Submission> events, String unreadable) {}

    Translated translated(Webhook webhook) {
        WebhookAccount account =
                channel.account(webhook.account())
                        .orElseThrow(
                                () -> new Untranslatable("the account is no longer configured"));
        if (account.greeting(webhook)) {
            return new Translated(List.of(), "");
        }
        RawMessage raw = new RawMessage(webhook.mediaType(), webhook.body());
        Translation translation = account.translate(webhook);
        return new Translated(
                translation.events().stream()
                        .map(event -> new Submission(event, account.sender(), raw))
                        .toList(),
                translation.reason());
    }

    /**
     * Makes the events durable.
     *
     * @throws Untranslatable once they are, where a part of the message could not be read, or the
     *     log takes one of them for no event: what was translated is not what the contract allows,
     *     and the sender can do nothing about it
     */
    List<Appended> appended(Translated webhook) {
        List<Appended> results =
                webhook.events().isEmpty() ? List.of() : log.append(webhook.events());
        results.forEach(result -> count(result.status().name().toLowerCase(Locale.ROOT)));
        for (Appended result : results) {
            if (result.status() == Appended.Status.REJECTED) {
                throw new Untranslatable("an event was rejected: " + detail(result));
            }
        }
        if (!webhook.unreadable().isEmpty()) {
            throw new Untranslatable(webhook.unreadable());
        }
        return results;
    }

    @Override
    public String channel() {
        return channel.name();
    }

    @Override
    public List<Appended> redeliver(Undelivered letter) {
        try {
            return redelivered(translated(Webhook.of(letter)));
        } catch (Untranslatable still) {
            throw new Refused(
                    new Problem(
                            422,
                            "untranslatable",
                            "The message is not what its channel says it sends",
                            String.valueOf(still.getMessage()),
                            null));
        }
    }

    /** What can be read now goes in; the letter stays open while anything cannot. */
    private List<Appended> redelivered(Translated letter) {
        List<Appended> results =
                letter.events().isEmpty() ? List.of() : log.append(letter.events());
        if (!letter.unreadable().isEmpty()) {
            throw new Untranslatable(letter.unreadable());
        }
        return results;
    }

    private void count(String outcome) {
        meters.counter("musubi.webhooks", "channel", channel.name(), "outcome", outcome)
                .increment();
    }

    private static String detail(Appended rejected) {
        Problem problem = rejected.problem();
        return problem == null ? "no reason given" : problem.detail();
    }

    static final Problem UNPROVEN =
            new Problem(
                    401,
                    "unproven-webhook",
                    "The webhook is not proven",
                    "no account of this name signed these bytes; check the address and the secret",
                    null);
}
