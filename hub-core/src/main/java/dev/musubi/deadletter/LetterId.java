package dev.musubi.deadletter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id of a kept letter: what it is made of, so that the same message is one letter. */
final class LetterId {

    private LetterId() {}

    /**
     * SHA-256 in hexadecimal over channel, account, place and original, each preceded by its
     * length: no two different messages run together to the same bytes.
     */
    static String of(Undelivered message) {
        MessageDigest digest = sha256();
        update(digest, message.channel().getBytes(StandardCharsets.UTF_8));
        update(digest, message.account().getBytes(StandardCharsets.UTF_8));
        update(digest, message.place().getBytes(StandardCharsets.UTF_8));
        update(digest, message.original());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
