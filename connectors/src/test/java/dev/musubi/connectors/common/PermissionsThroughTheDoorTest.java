package dev.musubi.connectors.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the channel's webhook to the answer whether somebody may be written to, on a real hub. */
class PermissionsThroughTheDoorTest {

    private static final Duration PROMISED = Duration.ofSeconds(1);
    private static final String LINE_SECRET = "8c570fa6dd201bb328f1c1eac23a96d8";

    private static ChannelsHub hub;

    @BeforeAll
    static void start() {
        hub =
                ChannelsHub.start(
                        Map.of(
                                "musubi.channels.line.main.secrets", LINE_SECRET,
                                "musubi.channels.line.main.nonce", "customer-id",
                                "musubi.channels.line.main.customers", "shop"));
        // The first of everything loads classes and opens connections; the promise is for a hub
        // that runs.
        line("follow", "U0", 1, "");
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
                {"source":"app:main","id":"c1","type":"consent.changed","time":"2026-11-20T10:00:00Z","channel":"app",
                 "identifiers":[{"type":"social_id","namespace":"line","value":"U1"}],
                 "data":{"purpose":"marketing","channel":"line","contactPoint":"U1","decision":"granted"}}
                """);
        assertThat(reason("social_id:line:U1", "line")).isEqualTo("granted");

        line("unfollow", "U1", 1_795_316_130_123L, "");

        await().atMost(PROMISED)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> reason("social_id:line:U1", "line").equals("denied"));
    }

    @Test
    void aLinkedAccountIsOnePersonWithTheCustomer() {
        hub.apply(
                """
                {"source":"shop:web","id":"c2","type":"profile.updated","time":"2026-11-20T10:00:00Z","channel":"web",
                 "identifiers":[{"type":"customer_id","namespace":"shop","value":"4711"}],"data":{}}
                """);

        line(
                "accountLink",
                "U2",
                1_795_316_130_123L,
                ",\"link\":{\"result\":\"ok\",\"nonce\":\"4711\"}");

        await().until(() -> hub.profile("social_id:line:U2").has("id"));
        assertThat(hub.profile("social_id:line:U2").path("id"))
                .isEqualTo(hub.profile("customer_id:shop:4711").path("id"));
    }

    private static String reason(String identifier, String channel) {
        return hub.mayWrite(identifier, channel).findPath("reason").asText();
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
