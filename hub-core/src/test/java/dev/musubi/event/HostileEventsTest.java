package dev.musubi.event;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad input through the door and into real stores: what is refused leaves nothing of itself behind,
 * what is taken comes back whole, and the neighbours of either do not notice.
 */
class HostileEventsTest {

    private static WebHub hub;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
    }

    @AfterEach
    void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    /** A name for the case, the words that the answer has to have, and what is done to the text. */
    static Stream<Arguments> refused() {
        String nested = "{\"d\":".repeat(40) + "1" + "}".repeat(40);
        String people = "{\"type\":\"loyalty_id\",\"value\":\"x\"},".repeat(998);
        return Stream.of(
                bad("1,000 identifiers", "came 1000", identifiers(people + identifier("L-1"))),
                bad(
                        "an identifier of 10 KB",
                        "came 10240",
                        identifiers(identifier("x".repeat(10_240)))),
                bad(
                        "half of a pair in an identifier",
                        "surrogate",
                        identifiers(identifier("\\ud800"))),
                bad("NUL in an identifier", "NUL", identifiers(identifier("a\\u0000"))),
                bad("41 levels", "32 levels", data("\"n\":" + nested)),
                bad("half of a pair in a key", "surrogate", data("\"\\udc00\":1")),
                bad("NUL in a key", "NUL", data("\"a\\u0000\":1")),
                bad("400 digits", "38 digits", data("\"n\":" + "9".repeat(400))),
                bad("400 digits behind the point", "38 digits", data("\"n\":0." + "9".repeat(398))),
                bad(
                        "an amount of 400 digits",
                        "38 digits",
                        data("\"total\":\"" + "9".repeat(400) + "\"")),
                bad("NaN as text", "decimal number", data("\"total\":\"NaN\"")),
                bad("infinity as text", "decimal number", data("\"total\":\"Infinity\"")),
                bad("an amount of 2^63", "10^15", data("\"total\":9223372036854775808")),
                bad("a version of 2^63", "64 bits", data("\"version\":9223372036854775808")),
                bad("an exponent of a billion", "refused", data("\"n\":1e999999999")),
                bad("the year 0", "1900", time("0000-01-01T00:00:00Z")),
                bad("the year -1", "RFC 3339", time("-0001-01-01T00:00:00Z")),
                bad("the year 9999", "after", time("9999-12-31T23:59:59Z")),
                bad("the year 10000", "RFC 3339", time("+10000-01-01T00:00:00Z")),
                bad("born in the year 0", "1850", traits("\"birthDate\":\"0000-01-01\"")),
                bad("born in the year 9999", "1850", traits("\"birthDate\":\"9999-12-31\"")),
                bad("half of a pair in a name", "surrogate", traits("\"familyName\":\"\\ud83d\"")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsRefusedLeavesNothingBehindAndItsNeighboursGoIn(
            String name, String said, UnaryOperator<String> breaks) {
        String id = "bad-" + Integer.toHexString(name.hashCode());
        String body =
                "{\"events\":["
                        + order(id + "-before")
                        + ","
                        + breaks.apply(order(id))
                        + ","
                        + order(id + "-after")
                        + "]}";

        HttpResponse<String> answer = hub.post("/api/v1/events?wait=applied", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode results = WebHub.json(answer).path("results");
        assertThat(results.findValuesAsText("status")).contains("accepted", "rejected");
        assertThat(results.at("/0/status").asText()).isEqualTo("accepted");
        assertThat(results.at("/1/status").asText()).isEqualTo("rejected");
        assertThat(results.at("/1/problem/detail").asText())
                .contains(said)
                .doesNotContain("Exception")
                .hasSizeLessThan(500);
        assertThat(results.at("/2/status").asText()).isEqualTo("accepted");
        assertThat(hub.get("/api/v1/events/till/" + id).statusCode()).isEqualTo(404);
        assertThat(find("loyalty_id:" + id).statusCode()).isEqualTo(404);
        assertThat(WebHub.json(find("loyalty_id:" + id + "-before")).at("/stats/orders").asInt())
                .isEqualTo(1);
        assertThat(WebHub.json(find("loyalty_id:" + id + "-after")).at("/stats/orders").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":NaN",
                "\"n\":-Infinity",
                "\"n\":1,\"n\":2",
                "DIGITS",
                "LEVELS",
                "NAME"
            })
    void whatNoBodyMayHaveRefusesTheWholeRequestAndStoresNothingOfIt(String field) {
        String hostile =
                switch (field) {
                    case "DIGITS" -> "\"n\":" + "9".repeat(401);
                    case "LEVELS" -> "\"n\":" + "[".repeat(100_000);
                    case "NAME" -> "\"" + "k".repeat(2_000) + "\":1";
                    default -> field;
                };
        String id = "body-" + Integer.toHexString(field.hashCode());
        String body = "{\"events\":[" + order(id) + "," + data(hostile).apply(order("x")) + "]}";

        HttpResponse<String> answer = hub.post("/api/v1/events", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode problem = WebHub.json(answer);
        assertThat(problem.path("code").asText()).isEqualTo("unreadable");
        assertThat(problem.path("detail").asText()).contains("line 1 column").hasSizeLessThan(300);
        assertThat(hub.get("/api/v1/events/till/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void dollarsAndDotsInEveryNameAreTakenAppliedAndReadBack() {
        ObjectNode event =
                anOrder("$o.1", "100")
                        .from("till.a:b.c")
                        .id("$id.1")
                        .in("shop.web")
                        .at("$ginza.1")
                        .of("loyalty_id", "$ne.1")
                        .of("customer_id", "shop.jp", "$gt.2")
                        .trait("familyName", "$where.佐藤")
                        .build();
        event.withObject("/traits").put("$set", "x").put("a.b", "y");
        ObjectNode data = event.withObject("/data");
        data.put("$inc", 1).put("a.b.c", "d").putObject("$where").put("$gt.x", "");
        ((ObjectNode) data.at("/lines/0")).put("sku", "$sku.1").put("$unset", 1);

        assertThat(accepted(event)).isEqualTo("accepted");

        JsonNode profile = WebHub.json(find("loyalty_id:$ne.1"));
        assertThat(profile.at("/stats/channels/shop.web/orders").asInt()).isEqualTo(1);
        assertThat(profile.at("/stats/revenue/JPY").asText()).isEqualTo("100");
        assertThat(profile.at("/traits/familyName/value").asText()).isEqualTo("$where.佐藤");
        assertThat(WebHub.json(find("customer_id:shop.jp:$gt.2")).path("id"))
                .isEqualTo(profile.path("id"));
        String id = profile.path("id").asText();
        assertThat(WebHub.json(hub.get("/api/v1/profiles/" + id + "/timeline")).at("/items/0/data"))
                .isEqualTo(data);
        JsonNode orders = WebHub.json(hub.get("/api/v1/profiles/" + id + "/orders"));
        assertThat(orders.at("/items/0/lines/0/sku").asText()).isEqualTo("$sku.1");
        assertThat(orders.at("/items/0/orderId").asText()).isEqualTo("$o.1");
        assertThat(hub.get("/api/v1/products/$sku.1").statusCode()).isIn(200, 404);
    }

    @Test
    void theLargestNumbersThatAreTakenComeBackToTheLastDigit() {
        ObjectNode event = anOrder("o-large", "1").of("loyalty_id", "LARGE").build();
        ObjectNode data = event.withObject("/data");
        data.put("version", Long.MAX_VALUE);
        data.put("n", new java.math.BigDecimal("12345678901234567890123456789012345678"));
        data.put("big", new java.math.BigInteger("9223372036854775808"));
        ((ObjectNode) data.at("/lines/0")).put("unitPrice", "999999999999999.999999");

        assertThat(accepted(event)).isEqualTo("accepted");

        JsonNode profile = WebHub.json(find("loyalty_id:LARGE"));
        assertThat(profile.at("/stats/revenue/JPY").asText()).isEqualTo("999999999999999.999999");
        String timeline =
                hub.get("/api/v1/profiles/" + profile.path("id").asText() + "/timeline").body();
        assertThat(timeline)
                .contains("12345678901234567890123456789012345678")
                .contains("9223372036854775808")
                .contains("9223372036854775807");
    }

    @Test
    void marksWithoutWidthOrOfDirectionChangeNoNameAndMakeNoSecondPerson() {
        String clean =
                profileOf(
                        anEvent("profile.updated")
                                .from("till")
                                .of("loyalty_id", "ZW-1001")
                                .ofVerified("email", "hana@example.jp")
                                .trait("familyName", "佐藤"));

        String marked =
                profileOf(
                        anEvent("profile.updated")
                                .from("till")
                                .minute(5)
                                .of("loyalty_id", "ZW-\u200B10\u2060 01\uFEFF")
                                .trait("familyName", "\u202E佐\u200B藤\u200F\u2066"));
        String mail =
                profileOf(
                        anEvent("profile.updated")
                                .from("till")
                                .minute(6)
                                .ofVerified("email", "ha\u200Bna@exam\u00ADple.jp\u200E"));

        assertThat(marked).isEqualTo(clean);
        assertThat(mail).isEqualTo(clean);
        assertThat(
                        WebHub.json(hub.get("/api/v1/profiles/" + clean))
                                .at("/traits/familyName/value")
                                .asText())
                .isEqualTo("佐藤");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/profiles?identifier=email:%ED%A0%80@example.jp",
                "/api/v1/profiles?identifier=loyalty_id:%00",
                "/api/v1/profiles?identifier=loyalty_id:%FF%FE",
                "/api/v1/profiles?identifier=loyalty_id:%24ne",
                "/api/v1/events/till/%ED%A0%80",
                "/api/v1/events/till/%24where%2E",
                "/api/v1/profiles/%24gt",
                "/api/v1/products/%24gt%2E1",
                "/api/v1/availability?sku=%24gt&near=NaN,0",
                "/api/v1/availability?sku=%24gt&near=0,0&radiusKm=NaN",
                "/api/v1/availability?sku=%24gt&near=0,0&radiusKm=1e400",
            })
    void hostileAddressesAreAnsweredAndNeverAFault(String path) {
        HttpResponse<String> answer = hub.get(path);

        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400, 404);
    }

    private static String profileOf(EventBuilder event) {
        HttpResponse<String> answer =
                hub.post("/api/v1/events?wait=applied", Json.write(event.build()));
        return WebHub.json(answer).at("/results/0/profileId").asText(answer.body());
    }

    private static String accepted(ObjectNode event) {
        HttpResponse<String> answer = hub.post("/api/v1/events?wait=applied", Json.write(event));
        return WebHub.json(answer).at("/results/0/status").asText() + reason(answer);
    }

    private static String reason(HttpResponse<String> answer) {
        return WebHub.json(answer).at("/results/0/problem/detail").asText();
    }

    private static HttpResponse<String> find(String identifier) {
        return hub.get(
                "/api/v1/profiles?identifier="
                        + java.net.URLEncoder.encode(
                                identifier, java.nio.charset.StandardCharsets.UTF_8));
    }

    /** A good order of somebody named as the order is. */
    private static String order(String id) {
        return Json.write(anOrder(id, "100").from("till").id(id).of("loyalty_id", id).build());
    }

    private static Arguments bad(String name, String said, UnaryOperator<String> breaks) {
        return Arguments.of(name, said, breaks);
    }

    private static UnaryOperator<String> data(String more) {
        return event -> event.replace("\"data\":{", "\"data\":{" + more + ",");
    }

    private static UnaryOperator<String> time(String time) {
        return event -> event.replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"" + time + "\"");
    }

    private static UnaryOperator<String> traits(String traits) {
        return event -> event.replace("\"data\":{", "\"traits\":{" + traits + "},\"data\":{");
    }

    private static UnaryOperator<String> identifiers(String identifiers) {
        return event -> event.replace("\"identifiers\":[", "\"identifiers\":[" + identifiers + ",");
    }

    private static String identifier(String value) {
        return "{\"type\":\"loyalty_id\",\"value\":\"" + value + "\"}";
    }
}
