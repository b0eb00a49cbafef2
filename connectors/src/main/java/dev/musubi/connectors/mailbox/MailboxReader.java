package dev.musubi.connectors.mailbox;

import dev.musubi.connectors.mailbox.MailboxProperties.Security;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SearchTerm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Properties;
import java.util.function.Consumer;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is new in a mailbox over IMAP, and marks it once it was taken. Reads with peek, so
 * that people who share the mailbox find it as they left it. Not thread safe.
 */
final class MailboxReader {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxReader.class);

    static final int MOST_A_POLL = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of one piece that is fetched: less than the window, so that a huge mail is left early. */
    private static final int PIECE = 256 * 1024;

    private final Mailbox mailbox;
    private final Clock clock;

    MailboxReader(Mailbox mailbox, Clock clock) {
        this.mailbox = mailbox;
        this.clock = clock;
    }

    /**
     * Hands over each mail that is not marked, oldest first, and marks it after.
     *
     * @param take returns once the mail is durable; if it throws, the mail stays unmarked and the
     *     rest waits
     * @return how many were taken, at most {@value #MOST_A_POLL}
     */
    int read(Consumer<Mail> take) throws MessagingException, IOException {
        String protocol = mailbox.security() == Security.TLS ? "imaps" : "imap";
        try (Store store = Session.getInstance(properties(protocol)).getStore(protocol)) {
            store.connect(mailbox.host(), mailbox.port(), mailbox.user(), mailbox.password());
            Folder folder = store.getFolder(mailbox.folder());
            folder.open(Folder.READ_WRITE);
            try {
                return read(folder, take);
            } finally {
                // Closed as a resource it would also remove what others have marked as deleted.
                if (folder.isOpen()) {
                    folder.close(false);
                }
            }
        }
    }

    /** One mail that the server cannot give holds up no other; it is tried again next time. */
    private int read(Folder folder, Consumer<Mail> take) throws MessagingException, IOException {
        if (mailbox.keyword() != null
                && !folder.getPermanentFlags().contains(Flags.Flag.USER)
                && !folder.getPermanentFlags().contains(mailbox.keyword())) {
            LOG.warn("the server of account {} keeps no keywords; set mark: seen", mailbox.name());
            throw new MessagingException("the server keeps no keywords");
        }
        int taken = 0;
        for (Message message : folder.search(unmarked())) {
            if (taken == MOST_A_POLL) {
                break;
            }
            try {
                take.accept(mail((IMAPMessage) message));
                message.setFlags(marked(), true);
                taken++;
            } catch (MessageRemovedException gone) {
                LOG.debug("a mail of account {} was deleted between two looks", mailbox.name());
            } catch (MessagingException | IOException broken) {
                if (!folder.isOpen()) {
                    throw broken;
                }
                LOG.warn(
                        "mail {} of account {} cannot be read now: {}",
                        message.getMessageNumber(),
                        mailbox.name(),
                        broken.getClass().getSimpleName());
            }
        }
        return taken;
    }

    private Mail mail(IMAPMessage message) throws MessagingException, IOException {
        message.setPeek(true);
        Date received = message.getReceivedDate();
        Bounded bytes = new Bounded(mailbox.maxSize());
        try {
            message.writeTo(bytes);
        } catch (TooLarge rest) {
            return new Mail(
                    mailbox.name(),
                    at(received),
                    Math.max(message.getSize(), bytes.size()),
                    bytes.beginning(Mailbox.WINDOW));
        }
        return new Mail(mailbox.name(), at(received), bytes.size(), bytes.toByteArray());
    }

    private Instant at(@Nullable Date received) {
        return received == null ? clock.instant() : received.toInstant();
    }

    private Flags marked() {
        return mailbox.keyword() == null
                ? new Flags(Flags.Flag.SEEN)
                : new Flags(mailbox.keyword());
    }

    private SearchTerm unmarked() {
        return new AndTerm(
                new FlagTerm(marked(), false), new FlagTerm(new Flags(Flags.Flag.DELETED), false));
    }

    private Properties properties(String protocol) {
        String prefix = "mail." + protocol + ".";
        String patience = String.valueOf(PATIENCE.toMillis());
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", patience);
        properties.setProperty(prefix + "timeout", patience);
        properties.setProperty(prefix + "writetimeout", patience);
        properties.setProperty(prefix + "fetchsize", String.valueOf(PIECE));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        if (mailbox.security() == Security.STARTTLS) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        return properties;
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("larger than is taken");
        }
    }

    /** Bytes up to a limit; the one beyond it ends the reading. */
    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int largest;

        Bounded(int largest) {
            this.largest = largest;
        }

        @Override
        public void write(int one) throws IOException {
            room(1);
            bytes.write(one);
        }

        @Override
        public void write(byte[] many, int from, int count) throws IOException {
            room(count);
            bytes.write(many, from, count);
        }

        private void room(int count) throws TooLarge {
            if (bytes.size() + count > largest) {
                throw new TooLarge();
            }
        }

        int size() {
            return bytes.size();
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }

        byte[] beginning(int most) {
            return Arrays.copyOf(bytes.toByteArray(), Math.min(most, bytes.size()));
        }
    }
}
