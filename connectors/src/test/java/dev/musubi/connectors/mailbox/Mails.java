package dev.musubi.connectors.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;

/** Mails as they are written on the wire. */
final class Mails {

    static final Instant RECEIVED = Instant.parse("2026-11-22T03:00:00Z");

    static final Mailbox MAILBOX =
            new Mailbox(
                    "help",
                    "localhost",
                    143,
                    MailboxProperties.Security.NONE,
                    "help",
                    "secret",
                    "INBOX",
                    "MusubiTaken",
                    Duration.ofSeconds(1),
                    "mailbox:help",
                    8 * 1024 * 1024);

    private Mails() {}

    static byte[] plain(String id, String more, String text) {
        return mail(id, more + "Content-Type: text/plain; charset=utf-8\r\n", text, "utf-8");
    }

    static byte[] mail(String id, String headers, String body, String charset) {
        String head =
                "From: =?utf-8?B?5L2Q6Jek6Iqx5a2Q?= <Hanako@example.jp>\r\n"
                        + "To: help@shop.example.jp\r\n"
                        + (id.isEmpty() ? "" : "Message-ID: <" + id + ">\r\n")
                        + "Date: Sun, 22 Nov 2026 11:55:30 +0900\r\n"
                        + headers
                        + "\r\n";
        byte[] first = head.getBytes(US_ASCII);
        byte[] second = body.getBytes(Charset.forName(charset));
        byte[] whole = new byte[first.length + second.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }

    static ObjectNode translate(byte[] mail) {
        return MailTranslator.translate(new Mail("help", RECEIVED, mail.length, mail), MAILBOX);
    }

    static String text(byte[] mail) {
        return translate(mail).at("/data/text").asText();
    }
}
