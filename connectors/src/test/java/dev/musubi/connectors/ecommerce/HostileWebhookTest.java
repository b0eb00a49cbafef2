package dev.musubi.connectors.ecommerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.connectors.common.ChannelsHub;
import dev.musubi.connectors.common.Hooks;
import dev.musubi.testing.WebHub;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Signed orders of a Shopify shop full of bad input, into a real hub: each is by itself taken whole
 * or a dead letter with its reason, and the orders before and after it go in once.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileWebhookTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final String ORDER =
            """
            {"id":ID,"name":"#ID","financial_status":"paid","currency":"JPY","total_price":"100","email":"h-ID@example.jp",
             "created_at":"2026-11-22T10:15:30+09:00","updated_at":"2026-11-22T10:15:30+09:00",
             "customer":{"id":ID,"first_name":"花子","last_name":"佐藤"},"note_attributes":[],
             "line_items":[{"id":1,"sku":"A-1","quantity":1,"price":"100"}]}
            """;

    private ChannelsHub hub;

    @BeforeEach
    void start() {
        hub =
                ChannelsHub.start(
                        Map.of(
                                "musubi.channels.shopify.main.secrets",
                                SECRET,
                                "musubi.channels.shopify.main.currency",
                                "JPY"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    /**
     * What is done to an order, and the reason of its dead letter.
     *
     * @param reason empty where the order is taken
     */
    private record Case(String reason, UnaryOperator<String> breaks) {}

    private static List<Case> cases() {
        String deep = "[".repeat(70) + "]".repeat(70);
        return List.of(
                new Case("64 levels", note("\"x\":" + deep)),
                new Case("names of 1,024 characters", note("\"" + "k".repeat(1_025) + "\":1")),
                new Case("numbers of 400 digits", note("\"x\":" + "9".repeat(401))),
                new Case("not JSON", note("\"x\":NaN")),
                new Case("not JSON", note("\"x\":1,\"x\":2")),
                new Case("total_price", price("\"NaN\"")),
                new Case("total_price", price("\"" + "9".repeat(400) + "\"")),
                new Case("total_price", price("1e999999999")),
                new Case("10^15", price("9223372036854775808")),
                new Case("updated_at", at("updated_at", "0000-01-01T00:00:00Z")),
                new Case("updated_at", at("updated_at", "+10000-01-01T00:00:00Z")),
                new Case("before 1900", at("created_at", "0001-01-01T00:00:00Z")),
                new Case("times after", at("created_at", "9999-12-31T23:59:59Z")),
                new Case("1024 characters", email("x".repeat(10_240))),
                new Case("surrogate", email("\\ud800@example.jp")),
                new Case("NUL", email("a\\u0000@example.jp")),
                new Case("control characters", order -> order.replace("A-1", "A\\u0007")),
                new Case("", order -> order.replace("\"佐藤\"", "\"\\ud800佐\\u0000藤\"")),
                new Case("", order -> order.replace("佐藤", "\u202E佐\u200B藤".repeat(200))),
                new Case("", order -> order.replace("A-1", "$where.a.b")),
                new Case("", note("\"$set.a\":{\"$gt.b\":1}")));
    }

    @Test
    void eachIsTakenWholeOrADeadLetterAndEveryOrderBesideItGoesInOnce() {
        List<Case> cases = cases();
        for (int i = 0; i < cases.size(); i++) {
            accepted(order(1_000 + 2 * i));
            accepted(cases.get(i).breaks().apply(order(1_001 + 2 * i)));
        }
        long taken = cases.stream().filter(one -> one.reason().isEmpty()).count();
        String all = (cases.size() + taken) + " orders, " + 100 * (cases.size() + taken);
        await().untilAsserted(() -> assertThat(totals()).isEqualTo(all));

        List<JsonNode> letters = new ArrayList<>(open());
        assertThat(letters).hasSize(cases.size() - (int) taken);
        for (Case one : cases.reversed()) {
            if (!one.reason().isEmpty()) {
                assertThat(letters.removeFirst().path("reason").asText())
                        .contains(one.reason())
                        .doesNotContain("Exception", "example.jp", "fault")
                        .hasSizeLessThan(300);
            }
        }

        for (int i = 0; i < cases.size(); i++) {
            accepted(cases.get(i).breaks().apply(order(1_001 + 2 * i)));
        }
        for (JsonNode letter : open()) {
            HttpResponse<String> still =
                    hub.hub()
                            .post(
                                    "/api/v1/dead-letters/"
                                            + URLEncoder.encode(letter.path("id").asText(), UTF_8)
                                            + "/replay",
                                    "");
            assertThat(still.statusCode()).as(still.body()).isIn(200, 422);
        }
        accepted(order(9_999));
        String more = (cases.size() + taken + 1) + " orders, " + 100 * (cases.size() + taken + 1);
        await().untilAsserted(() -> assertThat(totals()).isEqualTo(more));
    }

    @Test
    void whoHangsUpWithinABodyIsRefusedAndIsNoFaultOfTheHub(CapturedOutput log) throws IOException {
        URI address = URI.create(hub.hub().address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            """
                            POST /hooks/shopify/main HTTP/1.1
                            Host: hub
                            Content-Type: application/json
                            Content-Length: 1000

                            {"id":1,"""
                                    .replace("\n", "\r\n")
                                    .getBytes(UTF_8));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("our-fault");
            assertThat(log.getAll()).doesNotContain("ERROR");
        }
    }

    private static String order(int id) {
        return ORDER.replace("ID", Integer.toString(id));
    }

    private static UnaryOperator<String> note(String field) {
        return order ->
                order.replace("\"note_attributes\":[]", "\"note_attributes\":[{" + field + "}]");
    }

    private static UnaryOperator<String> price(String price) {
        return order -> order.replace("\"total_price\":\"100\"", "\"total_price\":" + price);
    }

    private static UnaryOperator<String> email(String email) {
        return order -> order.replaceFirst("h-[0-9]+@example.jp", email.replace("\\", "\\\\"));
    }

    private static UnaryOperator<String> at(String field, String time) {
        return order ->
                order.replaceFirst(
                        "\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"" + time + "\"");
    }

    private void accepted(String order) {
        byte[] body = order.getBytes(UTF_8);
        HttpResponse<String> answer =
                hub.hooks()
                        .send(
                                "shopify/main",
                                body,
                                "application/json",
                                "X-Shopify-Topic",
                                "orders/create",
                                "X-Shopify-Hmac-Sha256",
                                Hooks.hmac(body, SECRET));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** The letters, newest first. */
    private List<JsonNode> open() {
        List<JsonNode> letters = new ArrayList<>();
        WebHub.json(hub.hub().get("/api/v1/dead-letters?state=open&limit=200"))
                .path("items")
                .forEach(letters::add);
        return letters;
    }

    private String totals() {
        JsonNode all =
                WebHub.json(hub.hub().get("/api/v1/orders/totals?source=shopify:main"))
                        .at("/currencies/JPY/all");
        return all.path("orders").asText() + " orders, " + all.path("revenue").asText();
    }
}
