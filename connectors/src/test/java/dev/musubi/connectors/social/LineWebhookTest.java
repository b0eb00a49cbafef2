package dev.musubi.connectors.social;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.HmacSecrets;
import dev.musubi.connectors.common.Hooks;
import dev.musubi.connectors.common.TestData;
import dev.musubi.connectors.common.WebhookHub;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.event.Appended;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** LINE's webhooks over real HTTP to the event log, which is a list here. */
@SpringBootTest(
        classes = WebhookHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "musubi.channels.line.main.secrets=" + LineWebhookTest.SECRET,
            "spring.threads.virtual.enabled=true"
        })
class LineWebhookTest {

    static final String SECRET = "8c570fa6dd201bb328f1c1eac23a96d8";

    private static final String ID = "01G2KZKG2DS765NMRH3GZFD8AP";

    @Autowired private WebhookHub hub;
    @Autowired private Redelivery lineRedelivery;
    @LocalServerPort private int port;

    @BeforeEach
    void fresh() {
        hub.clear();
    }

    @Test
    void whatLineSignedInItsSdksIsProven() {
        for (JsonNode vector : TestData.tree("webhooks/signature-vectors.json")) {
            if (vector.path("vendor").asText().equals("LINE")) {
                HmacSecrets secrets = new HmacSecrets(List.of(vector.path("secret").asText()));
                byte[] body = vector.path("body").asText().getBytes(UTF_8);

                assertThat(secrets.verifies(body, vector.path("expected").asText())).isTrue();
                assertThat(secrets.verifies(body, vector.at("/mustReject/0").asText())).isFalse();
            }
        }
    }

    @Test
    void aSignedEventIsAppendedWithItsBytesOnBehalfOfTheAccount() {
        byte[] body = LineSamples.bytes(LineSamples.webhook("follow", ID));

        assertThat(send(body).statusCode()).isEqualTo(200);
        assertThat(hub.submissions())
                .singleElement()
                .satisfies(
                        submission -> {
                            assertThat(submission.sender().name()).isEqualTo("account:line/main");
                            assertThat(submission.sender().sources()).containsExactly("line:main");
                            assertThat(submission.raw().bytes()).isEqualTo(body);
                        });
        assertThat(hub.letters()).isEmpty();
    }

    @Test
    void aRedeliveryIsADuplicate() {
        ObjectNode again = LineSamples.webhook("follow", ID);
        LineSamples.event(again).putObject("deliveryContext").put("isRedelivery", true);

        send(LineSamples.bytes(LineSamples.webhook("follow", ID)));
        assertThat(send(LineSamples.bytes(again)).statusCode()).isEqualTo(200);

        assertThat(hub.statuses())
                .containsExactly(Appended.Status.ACCEPTED, Appended.Status.DUPLICATE);
    }

    @Test
    void anEmptyWebhookIsAnsweredAndNothingIsKept() {
        HttpResponse<String> answer =
                send("{\"destination\":\"U1\",\"events\":[]}".getBytes(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.submissions()).isEmpty();
        assertThat(hub.letters()).isEmpty();
    }

    @Test
    void aWrongOrMissingSignatureIsNotEvenAnsweredToAnEmptyWebhook() {
        byte[] body = "{\"events\":[]}".getBytes(UTF_8);
        Hooks hooks = new Hooks("http://127.0.0.1:" + port);

        assertThat(hooks.send("line/main", body, "application/json").statusCode()).isEqualTo(401);
        assertThat(
                        hooks.send(
                                        "line/main",
                                        body,
                                        "application/json",
                                        "x-line-signature",
                                        Hooks.hmac(body, SECRET + "x"))
                                .statusCode())
                .isEqualTo(401);
        assertThat(hub.letters()).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreProvenAndSetAside() {
        byte[] body = "{\"events\":[{\"type\":\"\u00e9\"}]}".getBytes(ISO_8859_1);

        assertThat(send(body).statusCode()).isEqualTo(200);
        assertThat(hub.letters().getFirst().original()).isEqualTo(body);
    }

    @Test
    void whatCanBeReadGoesInAndTheWholeIsSetAsideForTheRest() {
        ObjectNode webhook = LineSamples.webhook("unfollow", ID);
        webhook.withArray("/events").addObject().put("type", "follow");

        assertThat(send(LineSamples.bytes(webhook)).statusCode()).isEqualTo(200);

        assertThat(hub.submissions()).hasSize(2);
        assertThat(hub.letters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.reason())
                                        .isEqualTo("events[1].timestamp: missing"));
        assertThatThrownBy(() -> lineRedelivery.redeliver(hub.letters().getFirst()))
                .isInstanceOf(Refused.class);
        assertThat(hub.statuses().subList(2, 4)).containsOnly(Appended.Status.DUPLICATE);
    }

    @Test
    void whileTheStoreIsAwayNothingIsTaken() {
        hub.fail(new StoreAway("away", Duration.ofSeconds(7), null));

        HttpResponse<String> answer = send(LineSamples.bytes(LineSamples.webhook("unfollow", ID)));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(hub.letters()).isEmpty();
    }

    private HttpResponse<String> send(byte[] body) {
        return new Hooks("http://127.0.0.1:" + port)
                .send(
                        "line/main",
                        body,
                        "application/json",
                        "x-line-signature",
                        Hooks.hmac(body, SECRET));
    }
}
