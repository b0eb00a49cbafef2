package dev.musubi.connectors.common;

import java.util.List;

/** The secrets of an account: one, or the old and the new one while it is being replaced. */
public final class HmacSecrets {

    private final List<HmacSha256> all;

    public HmacSecrets(List<String> secrets) {
        all = secrets.stream().map(HmacSha256::new).toList();
    }

    /**
     * Whether one of them signed the bytes. All are tried, also after a match: the time tells
     * nothing about which one it was.
     *
     * @param base64 the signature, HMAC-SHA256 in base64
     */
    public boolean verifies(byte[] bytes, String base64) {
        boolean signed = false;
        for (HmacSha256 one : all) {
            signed |= one.verifies(bytes, base64);
        }
        return signed;
    }
}
