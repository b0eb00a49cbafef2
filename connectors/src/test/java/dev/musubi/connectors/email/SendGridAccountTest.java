package dev.musubi.connectors.email;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.connectors.common.TestData;
import dev.musubi.connectors.common.Webhook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SendGrid's own known answer, from its Java library. */
class SendGridAccountTest {

    private final JsonNode vector = vector();
    private final byte[] body = vector.path("body").asText().getBytes(UTF_8);
    private final String timestamp = vector.path("timestamp").asText();
    private final String signature = vector.path("expected").asText();

    @Test
    void whatSendGridSignedIsProven() {
        assertThat(account(0).signed(webhook(body, timestamp, signature))).isTrue();
    }

    @Test
    void anotherSignatureByteOrTimeIsNot() {
        byte[] other = body.clone();
        other[5] ^= 1;

        assertThat(account(0).signed(webhook(body, timestamp, vector.at("/mustReject/0").asText())))
                .isFalse();
        assertThat(account(0).signed(webhook(other, timestamp, signature))).isFalse();
        assertThat(account(0).signed(webhook(body, "1600112503", signature))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "*no base64*", "MEUCIGHQVtGj"})
    void aMalformedSignatureIsNot(String malformed) {
        assertThat(account(0).signed(webhook(body, timestamp, malformed))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"300,true", "301,false", "-300,true", "-301,false", "86400,false"})
    void aSignatureGrowsOld(long seconds, boolean proven) {
        assertThat(account(seconds).signed(webhook(body, timestamp, signature))).isEqualTo(proven);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1600112502", "1600112502.0", "99999999999999999999", "１６００１１２５０２"})
    void aTimeThatIsNoNumberIsNot(String absurd) {
        assertThat(account(0).signed(webhook(body, absurd, signature))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"})
    void whatIsNoKeyStopsTheStart(String key) {
        assertThatThrownBy(() -> EcdsaSha256.ofKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a public key of P-256 in base64");
    }

    private SendGridAccount account(long secondsLater) {
        Instant now = Instant.ofEpochSecond(Long.parseLong(timestamp)).plusSeconds(secondsLater);
        return new SendGridAccount(
                new SendGridSettings("main", "sendgrid:main", false),
                List.of(vector.path("publicKey").asText()),
                Duration.ofSeconds(300),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Webhook webhook(byte[] body, String timestamp, String signature) {
        return new Webhook(
                "sendgrid",
                "main",
                Map.of(SendGridAccount.TIMESTAMP, timestamp, SendGridAccount.SIGNATURE, signature),
                "application/json",
                body);
    }

    private static JsonNode vector() {
        for (JsonNode one : TestData.tree("webhooks/signature-vectors.json")) {
            if (one.path("vendor").asText().equals("SendGrid")) {
                return one;
            }
        }
        throw new AssertionError("no vector of SendGrid");
    }
}
