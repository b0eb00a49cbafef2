package dev.musubi.connectors.common;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures by HMAC-SHA256 (RFC 2104), the kind most channels use. Thread safe. */
public final class HmacSha256 {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * @param secret not empty; its UTF-8 bytes are the key
     */
    public HmacSha256(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * Whether a signature in base64 belongs to the bytes. Takes as long for a wrong one as for the
     * right one; what is no base64 belongs to nothing.
     */
    public boolean verifies(byte[] bytes, String base64) {
        byte[] expected = of(bytes);
        byte[] given;
        try {
            given = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            given = new byte[0];
        }
        return MessageDigest.isEqual(expected, given);
    }

    byte[] of(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
