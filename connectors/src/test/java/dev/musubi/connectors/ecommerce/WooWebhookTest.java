package dev.musubi.connectors.ecommerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.connectors.common.Hooks;
import dev.musubi.connectors.common.TestData;
import dev.musubi.connectors.common.WebhookHub;
import dev.musubi.event.Appended;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** WooCommerce's webhooks over real HTTP to the event log, which is a list here. */
@SpringBootTest(
        classes = WebhookHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "musubi.channels.woocommerce.main.secrets=" + WooWebhookTest.SECRET,
            "spring.threads.virtual.enabled=true"
        })
class WooWebhookTest {

    static final String SECRET = "wc_0123456789abcdef";

    private static final String FORM = "application/x-www-form-urlencoded";

    @Autowired private WebhookHub hub;
    @LocalServerPort private int port;

    @BeforeEach
    void fresh() {
        hub.clear();
    }

    @Test
    void aSignedOrderIsAppendedOnceHoweverOftenItComes() {
        byte[] body = TestData.bytes(WooSamples.order());

        assertThat(send(body, "order.created").statusCode()).isEqualTo(200);
        assertThat(send(body, "order.created").statusCode()).isEqualTo(200);

        assertThat(hub.statuses())
                .containsExactly(Appended.Status.ACCEPTED, Appended.Status.DUPLICATE);
        assertThat(hub.submissions().getFirst().sender().name())
                .isEqualTo("account:woocommerce/main");
        assertThat(hub.submissions().getFirst().raw().bytes()).isEqualTo(body);
    }

    @Test
    void thePingOfANewWebhookIsAnsweredAndNothingIsKept() {
        HttpResponse<String> answer = hooks().send("woocommerce/main", utf8("webhook_id=7"), FORM);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.submissions()).isEmpty();
        assertThat(hub.letters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhook_id=7&x=1",
                "webhook_id=",
                "webhook_id=a",
                "{\"id\":7}",
                " webhook_id=7"
            })
    void whatIsNoPingNeedsASignature(String body) {
        assertThat(hooks().send("woocommerce/main", utf8(body), FORM).statusCode()).isEqualTo(401);
    }

    @Test
    void aPingForNobodyIsNotAnswered() {
        assertThat(hooks().send("woocommerce/nobody", utf8("webhook_id=7"), FORM).statusCode())
                .isEqualTo(401);
    }

    @Test
    void anotherSecretProvesNothing() {
        byte[] body = TestData.bytes(WooSamples.order());

        assertThat(
                        hooks().send(
                                        "woocommerce/main",
                                        body,
                                        "application/json",
                                        "X-WC-Webhook-Signature",
                                        Hooks.hmac(body, SECRET + "x"))
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aDeletionOfTheSameDeliveryIsOneEvent() {
        send(utf8("{\"id\":727}"), "order.deleted");
        send(utf8("{\"id\":727}"), "order.deleted");

        assertThat(hub.submissions())
                .extracting(submission -> submission.envelope().path("id").asText())
                .containsOnly("order.deleted:727:" + WooSamples.DELIVERY);
    }

    @Test
    void aTopicNobodyTakesIsSetAside() {
        send(utf8("{\"id\":1,\"code\":\"summer\"}"), "coupon.created");

        assertThat(hub.letters()).hasSize(1);
    }

    private HttpResponse<String> send(byte[] body, String topic) {
        return hooks().send(
                        "woocommerce/main",
                        body,
                        "application/json",
                        "X-WC-Webhook-Topic",
                        topic,
                        "X-WC-Webhook-Delivery-ID",
                        WooSamples.DELIVERY,
                        "X-WC-Webhook-Signature",
                        Hooks.hmac(body, SECRET));
    }

    private Hooks hooks() {
        return new Hooks("http://127.0.0.1:" + port);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
