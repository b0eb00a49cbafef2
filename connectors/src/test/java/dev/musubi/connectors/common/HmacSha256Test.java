package dev.musubi.connectors.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HmacSha256Test {

    private static final byte[] BODY = "{\"id\":450789469,\"note\":\"結び\"}".getBytes(UTF_8);

    /**
     * printf '{"id":450789469,"note":"結び"}' | openssl dgst -sha256 -hmac shpss_0123456789abcdef
     * -binary | base64
     */
    private static final String BY_OPENSSL = "Kkdk5arNXzzhqFqXAyg3Yi6nMarH93fp1zrPot6WwD8=";

    private final HmacSha256 hmac = new HmacSha256("shpss_0123456789abcdef");

    @Test
    void whatOpensslSignedVerifies() {
        assertThat(hmac.verifies(BODY, BY_OPENSSL)).isTrue();
    }

    @Test
    void oneOtherByteOrSecretOrSignatureDoesNot() {
        byte[] other = BODY.clone();
        other[3] ^= 1;

        assertThat(hmac.verifies(other, BY_OPENSSL)).isFalse();
        assertThat(new HmacSha256("shpss_0123456789abcdee").verifies(BODY, BY_OPENSSL)).isFalse();
        assertThat(hmac.verifies(BODY, BY_OPENSSL.replace('a', 'b'))).isFalse();
    }

    @Test
    void whatIsNoBase64BelongsToNothing() {
        assertThat(hmac.verifies(BODY, "")).isFalse();
        assertThat(hmac.verifies(BODY, "*not base64*")).isFalse();
        assertThat(hmac.verifies(BODY, BY_OPENSSL.substring(0, 20))).isFalse();
    }
}
