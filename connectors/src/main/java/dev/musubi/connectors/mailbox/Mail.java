package dev.musubi.connectors.mailbox;

import dev.musubi.connectors.common.Original;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.deadletter.Undelivered;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/**
 * One mail as the server gave it.
 *
 * @param received when the server got it
 * @param size of the whole mail in bytes
 * @param bytes the whole mail, or its beginning where it is larger than is taken
 */
record Mail(String account, Instant received, long size, byte[] bytes) implements Original {

    private static final String RECEIVED = "received";

    boolean whole() {
        return bytes.length >= size;
    }

    @Override
    public Undelivered undelivered(String reason) {
        return new Undelivered(
                Mailbox.CHANNEL,
                account,
                "mail received " + received,
                reason,
                "message/rfc822",
                bytes,
                Map.of(RECEIVED, received.toString()));
    }

    /**
     * Once set aside, a mail is taken back as far as it was kept: whoever replays it has decided
     * that its words are enough.
     */
    static Mail of(Undelivered letter) {
        try {
            return new Mail(
                    letter.account(),
                    Instant.parse(letter.attributes().getOrDefault(RECEIVED, "")),
                    letter.original().length,
                    letter.original());
        } catch (DateTimeException e) {
            throw new Untranslatable("the letter does not say when the mail was received");
        }
    }
}
