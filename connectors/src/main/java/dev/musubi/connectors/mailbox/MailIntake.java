package dev.musubi.connectors.mailbox;

import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Sender;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The steps of one mail: translated, appended. Also takes letters back. */
final class MailIntake implements Redelivery {

    private final Map<String, Mailbox> mailboxes;
    private final Append log;
    private final MeterRegistry meters;

    MailIntake(Map<String, Mailbox> mailboxes, Append log, MeterRegistry meters) {
        this.mailboxes = Map.copyOf(mailboxes);
        this.log = log;
        this.meters = meters;
    }

    /** A mail, on its way into the log. */
    record Translated(String account, Submission event) {}

    /**
     * @throws Untranslatable where the mail is larger than is taken, or cannot be read
     */
    Translated translated(Mail mail) {
        Mailbox mailbox = mailboxes.get(mail.account());
        if (mailbox == null) {
            throw new Untranslatable("the mailbox is no longer configured");
        }
        if (!mail.whole()) {
            throw new Untranslatable(
                    "a mail has at most "
                            + mailbox.maxSize()
                            + " bytes (max-size), this one "
                            + mail.size()
                            + "; its beginning is kept, and is taken when it is replayed");
        }
        return new Translated(
                mail.account(),
                new Submission(
                        MailTranslator.translate(mail, mailbox),
                        new Sender(
                                "account:mailbox/" + mailbox.name(),
                                Set.of(mailbox.source()),
                                Map.of(),
                                Set.of()),
                        new RawMessage("message/rfc822", mail.bytes())));
    }

    /**
     * Makes it durable.
     *
     * @throws Untranslatable where the log takes it for no event
     */
    Appended appended(Translated mail) {
        Appended result = log.append(List.of(mail.event())).getFirst();
        count(mail.account(), result.status().name().toLowerCase(Locale.ROOT));
        if (result.status() == Appended.Status.REJECTED) {
            Problem problem = result.problem();
            throw new Untranslatable(
                    "the event was rejected: "
                            + (problem == null ? "no reason given" : problem.detail()));
        }
        return result;
    }

    @Override
    public String channel() {
        return Mailbox.CHANNEL;
    }

    @Override
    public List<Appended> redeliver(Undelivered letter) {
        try {
            return List.of(appended(translated(Mail.of(letter))));
        } catch (Untranslatable still) {
            throw new Refused(
                    new Problem(
                            422,
                            "untranslatable",
                            "The mail cannot be read",
                            String.valueOf(still.getMessage()),
                            null));
        }
    }

    private void count(String account, String outcome) {
        meters.counter("musubi.mailbox.mails", "account", account, "outcome", outcome).increment();
    }
}
