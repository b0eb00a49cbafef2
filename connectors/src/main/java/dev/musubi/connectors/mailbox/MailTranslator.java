package dev.musubi.connectors.mailbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.connectors.common.Words;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Digests;
import dev.musubi.platform.Json;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail as an event of support: it opens a case, or replies in the one whose first mail it names.
 * Pure.
 *
 * <p>Named by its Message-ID, else by its content. The sender is whoever the mail says, which is
 * nobody's proof. What a machine answers (RFC 3834) is no case.
 */
final class MailTranslator {

    static final int MOST_BOUNDARIES = 10_000;

    private static final int LONGEST_SUBJECT = 1_000;
    private static final int LONGEST_ADDRESS = 320;
    private static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");
    private static final Pattern ID = Pattern.compile("<([!-;=?-~]{1,200})>");

    /**
     * Marks that turn the direction of text, with which a mail could show other words than it has.
     */
    private static final Pattern TURNING =
            Pattern.compile("[\u200E\u200F\u202A-\u202E\u2066-\u2069]");

    private static final Pattern LINE_ENDS = Pattern.compile("\r\n?");

    private static final Session NO_SERVER = Session.getInstance(new Properties());

    private MailTranslator() {}

    /**
     * The event of one mail.
     *
     * @throws Untranslatable where the mail is made to take more than it may
     */
    static ObjectNode translate(Mail mail, Mailbox mailbox) {
        byte[] window =
                mail.bytes().length <= Mailbox.WINDOW
                        ? mail.bytes()
                        : Arrays.copyOf(mail.bytes(), Mailbox.WINDOW);
        bounded(window);
        try {
            MimeMessage message =
                    new MimeMessage(NO_SERVER, new SharedByteArrayInputStream(window));
            return event(mail, message, mailbox);
        } catch (MessagingException noMail) {
            throw new Untranslatable("the header of the mail cannot be read");
        }
    }

    private static ObjectNode event(Mail mail, MimeMessage message, Mailbox mailbox)
            throws MessagingException {
        Optional<String> own = firstId(header(message, "Message-ID"));
        String id = own.orElseGet(() -> "sha256:" + Digests.sha256Hex(mail.bytes()));
        Optional<String> parent = firstId(header(message, "In-Reply-To"));
        Optional<String> thread = firstId(header(message, "References")).or(() -> parent);
        ObjectNode event =
                Json.object()
                        .put("source", mailbox.source())
                        .put("id", id)
                        .put("type", type(message, thread.isPresent()))
                        .put("time", sent(message, mail.received()).toString())
                        .put("channel", "support")
                        .put("location", Mailbox.CHANNEL);
        sender(message)
                .ifPresent(
                        address ->
                                event.putArray("identifiers")
                                        .addObject()
                                        .put("type", IdentifierType.EMAIL.wire())
                                        .put("value", address)
                                        .put("verified", false));
        ObjectNode data = event.putObject("data");
        data.put("case", thread.orElse(id));
        own.ifPresent(name -> data.put("message", name));
        put(data, "subject", subject(message), LONGEST_SUBJECT);
        put(data, "text", MailText.of(message), Words.PROSE);
        return event;
    }

    /** A boundary costs little to send and much to hold. */
    private static void bounded(byte[] mail) {
        int boundaries = 0;
        for (int i = 2; i < mail.length; i++) {
            if (mail[i] == '-' && mail[i - 1] == '-' && mail[i - 2] == '\n') {
                boundaries++;
            }
        }
        if (boundaries > MOST_BOUNDARIES) {
            throw new Untranslatable(
                    "a mail has at most "
                            + MOST_BOUNDARIES
                            + " boundaries, this one "
                            + boundaries);
        }
    }

    private static String type(MimeMessage message, boolean replies) throws MessagingException {
        String automatic = header(message, "Auto-Submitted");
        if (automatic != null && !automatic.strip().equalsIgnoreCase("no")) {
            return "mailbox.auto-reply";
        }
        return replies ? "support.replied" : "support.opened";
    }

    /** When it says it was sent, if that can be: not before there was mail, not after it came. */
    private static Instant sent(MimeMessage message, Instant received) throws MessagingException {
        Date date = message.getSentDate();
        if (date == null) {
            return received;
        }
        Instant sent = date.toInstant();
        return sent.isBefore(EARLIEST) || sent.isAfter(received) ? received : sent;
    }

    private static Optional<String> sender(MimeMessage message) throws MessagingException {
        String from = header(message, "From");
        if (from == null) {
            return Optional.empty();
        }
        try {
            return Arrays.stream(InternetAddress.parseHeader(from, false))
                    .map(InternetAddress::getAddress)
                    .filter(address -> address != null && address.indexOf('@') > 0)
                    .filter(address -> address.length() <= LONGEST_ADDRESS)
                    .map(address -> Words.line(address, LONGEST_ADDRESS))
                    .findFirst();
        } catch (AddressException unreadable) {
            return Optional.empty();
        }
    }

    /** Encoded (RFC 2047), or as its mailer wrote it: then its bytes are guessed like a text's. */
    private static String subject(MimeMessage message) throws MessagingException {
        String header = header(message, "Subject");
        if (header == null) {
            return "";
        }
        String subject = MimeUtility.unfold(header);
        if (!subject.contains("=?")) {
            return MailCharsets.text(subject.getBytes(StandardCharsets.ISO_8859_1), null);
        }
        try {
            return MimeUtility.decodeText(MailCharsets.meant(subject));
        } catch (UnsupportedEncodingException unknownCharset) {
            return subject;
        }
    }

    private static Optional<String> firstId(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher id = ID.matcher(header);
        return id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }

    private static @Nullable String header(MimeMessage message, String name)
            throws MessagingException {
        String[] values = message.getHeader(name);
        return values == null ? null : values[0];
    }

    private static void put(ObjectNode data, String field, String text, int longest) {
        String plain = LINE_ENDS.matcher(TURNING.matcher(text).replaceAll("")).replaceAll("\n");
        String words = Words.prose(plain, longest);
        if (!words.isEmpty()) {
            data.put(field, words);
        }
        if (plain.strip().length() > longest) {
            data.put("cut", true);
        }
    }
}
