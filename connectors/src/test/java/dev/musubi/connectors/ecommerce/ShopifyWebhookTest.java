package dev.musubi.connectors.ecommerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.WebhookHub;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The way of a webhook over real HTTP to the event log, which is a list here. */
@SpringBootTest(
        classes = WebhookHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "musubi.channels.shopify.main.secrets=shpss_new_0123456789,shpss_old_0123456789",
            "musubi.channels.shopify.main.verified=phone",
            "spring.threads.virtual.enabled=true"
        })
class ShopifyWebhookTest {

    private static final String NEW_SECRET = "shpss_new_0123456789";
    private static final String OLD_SECRET = "shpss_old_0123456789";
    private static final int LIMIT = 5 * 1024 * 1024;

    @Autowired private WebhookHub hub;
    @Autowired private Redelivery shopifyRedelivery;
    @Autowired private MeterRegistry meters;
    @LocalServerPort private int port;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void fresh() {
        hub.clear();
    }

    @Test
    void aSignedOrderIsAppendedWithItsBytesOnBehalfOfTheAccount() throws Exception {
        byte[] body = Samples.bytes(Samples.order());

        HttpResponse<String> answer = send(body, "orders/create");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.submissions()).hasSize(1);
        Submission submission = hub.submissions().getFirst();
        assertThat(submission.envelope().path("type").asText()).isEqualTo("order.placed");
        assertThat(submission.sender().name()).isEqualTo("account:shopify/main");
        assertThat(submission.sender().sources()).containsExactly("shopify:main");
        assertThat(submission.raw()).isNotNull();
        assertThat(submission.raw().bytes()).isEqualTo(body);
    }

    @Test
    void theSameWebhookAgainIsADuplicateAndChangesNothing() throws Exception {
        byte[] body = Samples.bytes(Samples.order());
        send(body, "orders/create");

        HttpResponse<String> answer = send(body, "orders/create");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.statuses())
                .containsExactly(Appended.Status.ACCEPTED, Appended.Status.DUPLICATE);
        assertThat(hub.letters()).isEmpty();
    }

    @Test
    void aRefundCountsOnceWhicheverMessageBringsItFirst() throws Exception {
        ObjectNode order = Samples.order();
        order.putArray("refunds").add(Samples.refund());

        send(Samples.bytes(order), "orders/updated");
        send(Samples.bytes(Samples.refund()), "refunds/create");

        assertThat(hub.statuses())
                .containsExactly(
                        Appended.Status.ACCEPTED,
                        Appended.Status.ACCEPTED,
                        Appended.Status.DUPLICATE);
    }

    @Test
    void theSecretBeforeTheLastStillProves() throws Exception {
        byte[] body = Samples.bytes(Samples.order());

        HttpResponse<String> answer = send(body, "orders/create", signature(body, OLD_SECRET));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.submissions()).hasSize(1);
    }

    @Test
    void aWrongSignatureIsRefusedCountedAndNothingIsKept() throws Exception {
        byte[] body = "{\"note\":\"hanako@example.jp\"}".getBytes(UTF_8);
        double before = unproven("shopify");

        HttpResponse<String> wrong = send(body, "orders/create", signature(body, "another secret"));
        HttpResponse<String> none = send(request("main", BodyPublishers.ofByteArray(body)));

        for (HttpResponse<String> answer : List.of(wrong, none)) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValueSatisfying(
                            type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(problem(answer)).isEqualTo("urn:musubi:problem:unproven-webhook");
            assertThat(answer.body()).doesNotContain("hanako");
        }
        assertThat(unproven("shopify")).isEqualTo(before + 2);
        assertThat(hub.submissions()).isEmpty();
        assertThat(hub.letters()).isEmpty();
    }

    @Test
    void anUnknownAccountAndAnUnknownChannelAreAnsweredLikeAWrongSignature() throws Exception {
        byte[] body = "{}".getBytes(UTF_8);
        BodyPublisher publisher = BodyPublishers.ofByteArray(body);
        String signature = signature(body, NEW_SECRET);

        HttpResponse<String> account =
                send(request("nobody", publisher).header("X-Shopify-Hmac-Sha256", signature));
        HttpResponse<String> channel =
                send(
                        HttpRequest.newBuilder(uri("/hooks/nothing/main"))
                                .header("X-Shopify-Hmac-Sha256", signature)
                                .POST(publisher));

        assertThat(List.of(account.statusCode(), channel.statusCode())).containsOnly(401);
        assertThat(hub.letters()).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8VerifyAndAreSetAsideAsTheyCame() throws Exception {
        byte[] body =
                "{\"id\":1,\"line_items\":[],\"note\":\"結び\"}"
                        .getBytes(Charset.forName("windows-31j"));

        HttpResponse<String> answer = send(body, "orders/create");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.submissions()).isEmpty();
        assertThat(hub.letters()).hasSize(1);
        assertThat(hub.letters().getFirst().original()).isEqualTo(body);
        assertThat(hub.letters().getFirst().reason()).startsWith("not JSON");
    }

    @Test
    void anyContentTypeLeavesTheSignedBytesAlone() throws Exception {
        byte[] body = Samples.bytes(Samples.order());
        for (String type :
                List.of(
                        "application/x-www-form-urlencoded",
                        "text/plain; charset=windows-31j",
                        "nonsense")) {
            hub.clear();

            HttpResponse<String> answer =
                    send(
                            request("main", BodyPublishers.ofByteArray(body))
                                    .setHeader("Content-Type", type)
                                    .header("X-Shopify-Hmac-Sha256", signature(body, NEW_SECRET)));

            assertThat(answer.statusCode()).as(type).isEqualTo(200);
            assertThat(hub.submissions()).as(type).hasSize(1);
        }
    }

    @Test
    void headersFromOutsideSteerNothingAndAreNotKept() throws Exception {
        byte[] body = "{\"id\":1}".getBytes(UTF_8);

        HttpResponse<String> answer =
                send(
                        request("main", BodyPublishers.ofByteArray(body))
                                .header("X-Shopify-Hmac-Sha256", signature(body, NEW_SECRET))
                                .header("X-Shopify-Topic", "orders/create")
                                .header("X-Shopify-Shop-Domain", "evil.example.com")
                                .header("CamelHttpUri", "http://evil.example.com")
                                .header("CamelDirectEndpoint", "direct:elsewhere")
                                .header("CamelToEndpoint", "direct:elsewhere")
                                .header("CamelBeanMethodName", "clear")
                                .header("CamelRedelivered", "true")
                                .header("CamelHttpResponseCode", "418"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("camel"));
        assertThat(hub.letters()).hasSize(1);
        assertThat(hub.letters().getFirst().attributes())
                .containsOnlyKeys("x-shopify-hmac-sha256", "x-shopify-topic");
        assertThat(hub.camelHeaders()).isEmpty();
    }

    @Test
    void aWebhookThatCannotBeReadIsTakenBackWhenItCan() throws Exception {
        hub.reject(new Problem(422, "invalid-field", "", "data.lines: too many", "data.lines"));
        send(Samples.bytes(Samples.order()), "orders/create");
        Undelivered letter = hub.letters().getFirst();
        assertThat(letter.reason()).isEqualTo("an event was rejected: data.lines: too many");
        hub.clear();

        List<Appended> results = shopifyRedelivery.redeliver(letter);

        assertThat(results).extracting(Appended::status).containsExactly(Appended.Status.ACCEPTED);
        assertThat(hub.submissions().getFirst().envelope().path("type").asText())
                .isEqualTo("order.placed");
    }

    @Test
    void aFaultOfTheHubIsADeadLetterWithoutTheWordsOfTheMessage() throws Exception {
        hub.fail(new IllegalStateException("hanako@example.jp"));

        HttpResponse<String> answer = send(Samples.bytes(Samples.order()), "orders/create");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.letters()).hasSize(1);
        assertThat(hub.letters().getFirst().reason())
                .contains("IllegalStateException")
                .doesNotContain("hanako");
    }

    @Test
    void whileTheStoreIsAwayTheSenderIsAskedToRepeat() throws Exception {
        hub.fail(new StoreAway("away", Duration.ofSeconds(7), null));
        HttpResponse<String> away = send(Samples.bytes(Samples.order()), "orders/create");
        hub.fail(new Overloaded("full", Duration.ofSeconds(2)));
        HttpResponse<String> full = send(Samples.bytes(Samples.order()), "orders/create");

        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("retry-after")).hasValue("7");
        assertThat(full.statusCode()).isEqualTo(429);
        assertThat(full.headers().firstValue("retry-after")).hasValue("2");
        assertThat(hub.letters()).isEmpty();
    }

    @Test
    void aMessageIsNotTakenWhileItsDeadLetterCannotBeKept() throws Exception {
        hub.failLetters(new StoreAway("away", Duration.ofSeconds(7), null));

        HttpResponse<String> answer = send("{}".getBytes(UTF_8), "orders/create");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedAnnouncedOrNot() throws Exception {
        byte[] body = new byte[LIMIT + 1];

        HttpResponse<String> announced = send(body, "orders/create");
        HttpResponse<String> chunked =
                send(
                        request(
                                        "main",
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body)))
                                .header("X-Shopify-Hmac-Sha256", signature(body, NEW_SECRET)));

        for (HttpResponse<String> answer : List.of(announced, chunked)) {
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("5242880");
        }
        assertThat(hub.letters()).isEmpty();
    }

    @Test
    void aBodyForNobodyIsNotEvenRead() throws Exception {
        HttpResponse<String> answer =
                send(request("nobody", BodyPublishers.ofByteArray(new byte[LIMIT + 1])));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() throws Exception {
        byte[] body = new byte[LIMIT];

        assertThat(send(body, "orders/create").statusCode()).isEqualTo(200);
        assertThat(hub.letters().getFirst().original()).hasSize(LIMIT);
    }

    private HttpResponse<String> send(byte[] body, String topic) throws Exception {
        return send(body, topic, signature(body, NEW_SECRET));
    }

    private HttpResponse<String> send(byte[] body, String topic, String signature)
            throws Exception {
        return send(
                request("main", BodyPublishers.ofByteArray(body))
                        .header("X-Shopify-Topic", topic)
                        .header("X-Shopify-Hmac-Sha256", signature));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String account, BodyPublisher body) {
        return HttpRequest.newBuilder(uri("/hooks/shopify/" + account))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(body);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private double unproven(String channel) {
        return meters.counter("musubi.webhooks", "channel", channel, "outcome", "unproven").count();
    }

    private static String problem(HttpResponse<String> answer) {
        JsonNode problem = Json.read(answer.body());
        return problem.path("type").asText();
    }

    private static String signature(byte[] body, String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
