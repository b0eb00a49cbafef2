package dev.musubi.event;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the table of limits, over HTTP: what is answered, and that the others go in. */
class LimitsTest {

    private static WebHub hub;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                limit(
                        "an event of 256 KB",
                        "too-large",
                        null,
                        "262144",
                        e -> data(e).put("t", "結".repeat(90_000))),
                limit("a depth of 32", "invalid-field", "data", "32", e -> nest(data(e), 40)),
                limit(
                        "20,000 values",
                        "invalid-field",
                        "event",
                        "20000",
                        e -> fill(data(e).putArray("v"), 20_001)),
                limit(
                        "numbers of 38 digits",
                        "invalid-field",
                        "data.n",
                        "38",
                        e ->
                                data(e).put(
                                                "n",
                                                new java.math.BigDecimal(
                                                        "1234567890123456789012345678901234567890.5"))),
                limit(
                        "exponents of 1000",
                        "invalid-field",
                        "data.n",
                        "1000",
                        e -> data(e).put("n", new java.math.BigDecimal("1e1001"))),
                limit(
                        "half of a pair",
                        "invalid-field",
                        "data.t",
                        "surrogate",
                        e -> data(e).put("t", "\ud83d")),
                limit("NUL", "invalid-field", "data.t", "NUL", e -> data(e).put("t", "a\0b")),
                limit(
                        "control characters in an id",
                        "invalid-field",
                        "id",
                        "control",
                        e -> e.put("id", "a\u0007")),
                limit(
                        "50 identifiers",
                        "invalid-field",
                        "identifiers",
                        "51",
                        e -> identifiers(e, 51)),
                limit(
                        "1,024 characters",
                        "invalid-field",
                        "identifiers[0].value",
                        "1024",
                        e -> identifier(e, "loyalty_id", "L".repeat(1_025))),
                limit(
                        "a type of identifier",
                        "invalid-field",
                        "identifiers[0].type",
                        "loyalty_id",
                        e -> identifier(e, "passport", "1")),
                limit(
                        "a namespace",
                        "invalid-field",
                        "identifiers[0].namespace",
                        "namespace",
                        e -> identifier(e, "customer_id", "1")),
                limit(
                        "256 characters",
                        "invalid-field",
                        "traits.city",
                        "256",
                        e -> e.putObject("traits").put("city", "x".repeat(257))),
                limit(
                        "a birth date",
                        "invalid-field",
                        "traits.birthDate",
                        "1990-04-01",
                        e -> e.putObject("traits").put("birthDate", "1990-02-30")),
                limit(
                        "1900",
                        "invalid-field",
                        "time",
                        "1900",
                        e -> e.put("time", "1899-12-31T23:59:59Z")),
                limit(
                        "a day ahead",
                        "invalid-field",
                        "time",
                        "after",
                        e -> e.put("time", "2999-01-01T00:00:00Z")),
                limit(
                        "an offset",
                        "invalid-field",
                        "time",
                        "RFC 3339",
                        e -> e.put("time", "2026-11-22T10:00:00")),
                limit(
                        "6 decimals",
                        "invalid-field",
                        "data.total",
                        "6",
                        e -> order(e).put("total", "0.0000001")),
                limit(
                        "10^15",
                        "invalid-field",
                        "data.total",
                        "10^15",
                        e -> order(e).put("total", "1000000000000000")),
                limit(
                        "2,000 lines",
                        "invalid-field",
                        "data.lines",
                        "2001",
                        e -> lines(order(e), 2_001)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void whatIsBeyondALimitIsRejectedByNameBesideWhatIsAccepted(
            String limit, String code, String field, String said, Consumer<ObjectNode> breaks) {
        ObjectNode bad = anEvent("custom.thing").build();
        breaks.accept(bad);
        ObjectNode good = anEvent("custom.thing").build();
        ObjectNode body = Json.object();
        body.putArray("events").add(bad).add(good);

        HttpResponse<String> answer = hub.post("/api/v1/events", text(body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode rejected = WebHub.json(answer).at("/results/0");
        assertThat(rejected.path("status").asText()).isEqualTo("rejected");
        assertThat(rejected.at("/problem/code").asText()).isEqualTo(code);
        assertThat(rejected.at("/problem/field").asText(null))
                .satisfies(named -> assertThat(starts(named, field)).as(named).isTrue());
        assertThat(rejected.at("/problem/detail").asText())
                .contains(said)
                .doesNotContain("Exception");
        assertThat(WebHub.json(answer).at("/results/1/status").asText()).isEqualTo("accepted");
        assertThat(hub.post("/api/v1/events", text(bad)).statusCode()).isEqualTo(422);
    }

    private static boolean starts(String named, String field) {
        return field == null ? named == null : named != null && named.startsWith(field);
    }

    @Test
    void moreThanAThousandEventsAreTooMuch() {
        ObjectNode body = Json.object();
        fill(body.putArray("events"), 1_001);

        HttpResponse<String> answer = hub.post("/api/v1/events", Json.write(body));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(WebHub.json(answer).path("detail").asText()).contains("1000").contains("1001");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "nope",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1} and more",
                "{\"a\":NaN}",
                "{\"a\":-Infinity}",
                "{\"a\":\"\u0001\"}",
                "[]"
            })
    void whatIsNoJsonIsAnsweredWithItsPlaceAndNothingOfItsContent(String body) {
        HttpResponse<String> answer = hub.post("/api/v1/events", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(WebHub.json(answer).path("code").asText()).isEqualTo("unreadable");
        assertThat(answer.body()).doesNotContain("jackson").doesNotContain("Exception");
    }

    @Test
    void bytesThatAreNotUtf8AreAnsweredWithTheirPlace() {
        HttpResponse<String> answer =
                hub.send(
                        "POST",
                        "/api/v1/events",
                        java.net.http.HttpRequest.BodyPublishers.ofByteArray(
                                new byte[] {'{', '"', (byte) 0xFF, '"', '}'}),
                        "Content-Type",
                        "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(WebHub.json(answer).path("detail").asText())
                .contains("UTF-8")
                .contains("byte 2");
    }

    @Test
    void aKeyThatIsBoundSpeaksForItsSourcesOnly() {
        String secret =
                hub.key(
                        "{\"name\":\"till\",\"scopes\":[\"events:write\"],\"sources\":[\"pos:ginza\"]}");

        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/events",
                        Json.write(anEvent("custom.thing").from("pos:other").build()),
                        WebHub.as(secret));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(WebHub.json(answer).at("/results/0/problem/status").asInt()).isEqualTo(403);
    }

    @Test
    void dollarKeysDotsAndUnknownFieldsComeBackAsTheyWent() {
        ObjectNode event = anEvent("custom.thing").of("loyalty_id", "DOLLAR").build();
        data(event).put("$set", 1).put("a.b", "2").putObject("$where").put("$gt", "");
        assertThat(hub.post("/api/v1/events?wait=applied", Json.write(event)).statusCode())
                .isEqualTo(202);

        String profile =
                WebHub.json(hub.get("/api/v1/profiles?identifier=loyalty_id:DOLLAR"))
                        .path("id")
                        .asText();
        JsonNode shown =
                WebHub.json(hub.get("/api/v1/profiles/" + profile + "/timeline"))
                        .at("/items/0/data");
        assertThat(shown).isEqualTo(event.get("data"));
    }

    /** Half of a pair has no bytes of its own, so it is sent escaped. */
    private static String text(ObjectNode body) {
        return Json.write(body).replace("\ud83d", "\\ud83d");
    }

    private static Arguments limit(
            String name, String code, String field, String said, Consumer<ObjectNode> breaks) {
        return Arguments.of(name, code, field, said, breaks);
    }

    private static ObjectNode data(ObjectNode event) {
        return event.withObject("/data");
    }

    private static void nest(ObjectNode level, int deep) {
        for (int i = 0; i < deep; i++) {
            level = level.putObject("d");
        }
    }

    private static void fill(ArrayNode list, int number) {
        for (int i = 0; i < number; i++) {
            list.addObject();
        }
    }

    private static void identifiers(ObjectNode event, int number) {
        for (int i = 0; i < number; i++) {
            identifier(event, "loyalty_id", "L" + i);
        }
    }

    private static void identifier(ObjectNode event, String type, String value) {
        event.withArray("/identifiers").addObject().put("type", type).put("value", value);
    }

    /** Makes an order of the event; its data. */
    private static ObjectNode order(ObjectNode event) {
        ObjectNode order = anOrder("o-limits", "1").build();
        event.put("type", "order.placed").set("data", order.get("data"));
        return data(event);
    }

    private static void lines(ObjectNode order, int number) {
        ArrayNode lines = order.putArray("lines");
        for (int i = 0; i < number; i++) {
            lines.addObject().put("sku", "s").put("quantity", 1);
        }
    }
}
