package dev.musubi.connectors.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the channel's webhook to the answer whether somebody may be written to, on a real hub. */
class PermissionsThroughTheDoorTest {

    private static final Duration PROMISED = Duration.ofSeconds(1);
    private static final String LINE_SECRET = "8c570fa6dd201bb328f1c1eac23a96d8";

    private static final String SOME_DAYS_AGO =
            Instant.ofEpochMilli(System.currentTimeMillis()).minus(Duration.ofDays(3)).toString();

    private static ChannelsHub hub;
    private static KeyPair sendgrid;

    @BeforeAll
    static void start() throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        sendgrid = keys.generateKeyPair();
        hub =
                ChannelsHub.start(
                        Map.of(
                                "musubi.channels.line.main.secrets",
                                LINE_SECRET,
                                "musubi.channels.line.main.nonce",
                                "customer-id",
                                "musubi.channels.line.main.customers",
                                "shop",
                                "musubi.channels.sendgrid.main.public-keys",
                                Base64.getEncoder()
                                        .encodeToString(sendgrid.getPublic().getEncoded())));
        // The first of everything loads classes and opens connections; the promise is for a hub
        // that runs.
        line("follow", "U0", System.currentTimeMillis(), "");
        await().until(() -> hub.profile("social_id:line:U0").has("id"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void whoUnfollowsOnLineIsDeniedWithinASecond() {
        hub.apply(
                """
                {"source":"app:main","id":"c1","type":"consent.changed","time":"%s","channel":"app",
                 "identifiers":[{"type":"social_id","namespace":"line","value":"U1"}],
                 "data":{"purpose":"marketing","channel":"line","contactPoint":"U1","decision":"granted"}}
                """
                        .formatted(SOME_DAYS_AGO));
        assertThat(reason("social_id:line:U1", "line")).isEqualTo("granted");

        line("unfollow", "U1", System.currentTimeMillis(), "");

        await().atMost(PROMISED)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> reason("social_id:line:U1", "line").equals("denied"));
    }

    @Test
    void whoUnsubscribesIsDeniedWithinASecond() throws GeneralSecurityException {
        granted("hanako@example.jp", "4712");
        assertThat(reason("customer_id:shop:4712", "email")).isEqualTo("granted");

        sendgrid("unsubscribe", "Hanako@Example.JP");

        await().atMost(PROMISED)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> reason("customer_id:shop:4712", "email").equals("unsubscribed"));
    }

    @Test
    void whoUnsubscribedBeforeTheyWereKnownIsDeniedFromTheFirstMoment()
            throws GeneralSecurityException {
        sendgrid("unsubscribe", "taro@example.jp");

        granted("taro@example.jp", "4713");

        assertThat(reason("customer_id:shop:4713", "email")).isEqualTo("unsubscribed");
    }

    @Test
    void aHardBounceDeniesAndABlockedMailDoesNot() throws GeneralSecurityException {
        granted("jiro@example.jp", "4714");
        granted("saburo@example.jp", "4715");

        sendgrid("bounce\",\"type\":\"blocked", "saburo@example.jp");
        sendgrid("bounce\",\"type\":\"bounce", "jiro@example.jp");

        await().until(() -> reason("customer_id:shop:4714", "email").equals("bounced"));
        assertThat(reason("customer_id:shop:4715", "email")).isEqualTo("granted");
    }

    @Test
    void aLinkedAccountIsOnePersonWithTheCustomer() {
        hub.apply(
                """
                {"source":"shop:web","id":"c2","type":"profile.updated","time":"%s","channel":"web",
                 "identifiers":[{"type":"customer_id","namespace":"shop","value":"4711"}],"data":{}}
                """
                        .formatted(SOME_DAYS_AGO));

        line(
                "accountLink",
                "U2",
                System.currentTimeMillis(),
                ",\"link\":{\"result\":\"ok\",\"nonce\":\"4711\"}");

        await().until(() -> hub.profile("social_id:line:U2").has("id"));
        assertThat(hub.profile("social_id:line:U2").path("id"))
                .isEqualTo(hub.profile("customer_id:shop:4711").path("id"));
    }

    private static String reason(String identifier, String channel) {
        return hub.mayWrite(identifier, channel).findPath("reason").asText();
    }

    /** A customer who allowed marketing to their proven address, some days ago. */
    private static void granted(String address, String customer) {
        hub.apply(
                """
                {"source":"shop:web","id":"c%1$s","type":"consent.changed","time":"%3$s","channel":"web",
                 "identifiers":[{"type":"customer_id","namespace":"shop","value":"%1$s"},
                                {"type":"email","value":"%2$s","verified":true}],
                 "data":{"purpose":"marketing","channel":"email","contactPoint":"%2$s","decision":"granted"}}
                """
                        .formatted(customer, address, SOME_DAYS_AGO));
    }

    private static void sendgrid(String event, String address) throws GeneralSecurityException {
        long now = System.currentTimeMillis() / 1_000;
        byte[] body =
                """
                [{"email":"%1$s","event":"%2$s","timestamp":%3$d,"sg_event_id":"%1$s"}]
                """
                        .formatted(address, event, now)
                        .getBytes(UTF_8);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(sendgrid.getPrivate());
        signature.update(String.valueOf(now).getBytes(UTF_8));
        signature.update(body);
        assertThat(
                        hub.hooks()
                                .send(
                                        "sendgrid/main",
                                        body,
                                        "application/json",
                                        "X-Twilio-Email-Event-Webhook-Timestamp",
                                        String.valueOf(now),
                                        "X-Twilio-Email-Event-Webhook-Signature",
                                        Base64.getEncoder().encodeToString(signature.sign()))
                                .statusCode())
                .isEqualTo(200);
    }

    private static void line(String type, String user, long timestamp, String more) {
        byte[] body =
                """
                {"destination":"U9","events":[{"type":"%s","webhookEventId":"%s-%s","timestamp":%d,
                 "source":{"type":"user","userId":"%s"},"deliveryContext":{"isRedelivery":false}%s}]}
                """
                        .formatted(type, type, user, timestamp, user, more)
                        .getBytes(UTF_8);
        assertThat(
                        hub.hooks()
                                .send(
                                        "line/main",
                                        body,
                                        "application/json",
                                        "x-line-signature",
                                        Hooks.hmac(body, LINE_SECRET))
                                .statusCode())
                .isEqualTo(200);
    }
}
