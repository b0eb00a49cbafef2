package dev.musubi.inventory;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.WebHub.as;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Catalogue and availability over HTTP, as a shop and a till ask. */
class GoodsCallsTest {

    private static WebHub hub;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
        put("/locations/ginza", place("銀座店", "35.6717", "139.7650"));
        put("/locations/shibuya", place("渋谷店", "35.6580", "139.7016"));
        put("/locations/osaka", place("大阪店", "34.7025", "135.4959"));
        put(
                "/products/A-1",
                """
                {"name":{"ja":"セーター","en":"Sweater"},"price":{"currency":"JPY","amount":"2200.00"},
                 "barcode":"4901234567894","attributes":{"size":"M","$odd.key":[1]}}""");
        applied(count("A-1", "ginza", 12), count("A-1", "shibuya", 2), count("A-1", "osaka", 0));
    }

    @AfterEach
    void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void theNearestPlacesComeFirstAndTheBestOneSaysHowItIs() {
        JsonNode answer = get("/availability?sku=A-1&near=35.6586,139.7454&radiusKm=10");

        assertThat(answer.path("band").asText()).isEqualTo("in_stock");
        assertThat(answer.at("/name/en").asText()).isEqualTo("Sweater");
        assertThat(answer.path("places").findValuesAsText("location"))
                .containsExactly("ginza", "shibuya");
        JsonNode ginza = answer.at("/places/0");
        assertThat(ginza.path("distanceKm").asDouble()).isBetween(2.2, 2.4);
        assertThat(ginza.path("name").asText()).isEqualTo("銀座店");
        assertThat(ginza.path("available").asText()).isEqualTo("12");
        assertThat(ginza.path("confidence").asDouble()).isEqualTo(1);
        assertThat(answer.at("/places/1/band").asText()).isEqualTo("low");
        assertThat(get("/availability?sku=A-1&near=34.7,135.5&radiusKm=50").path("band").asText())
                .isEqualTo("out");
    }

    @Test
    void countsAreForThoseWhoMaySeeThem() {
        String shop = hub.key("{\"name\":\"shop\",\"scopes\":[\"availability:read\"]}");

        JsonNode answer = json(hub.get("/api/v1/availability?sku=A-1", as(shop)));
        JsonNode position = json(hub.get("/api/v1/availability/A-1/ginza", as(shop)));

        assertThat(answer.findValues("available")).isEmpty();
        assertThat(answer.at("/places/0/band").asText()).isEqualTo("in_stock");
        assertThat(position.has("onHand") || position.has("entries")).isFalse();
        assertThat(
                        hub.send(
                                        "PUT",
                                        "/api/v1/products/A-1",
                                        BodyPublishers.ofString("{}"),
                                        as(shop))
                                .statusCode())
                .isEqualTo(415);
        assertThat(put("/products/A-1", "{}", as(shop)).statusCode()).isEqualTo(403);
    }

    @Test
    void aPositionSaysWhatItComesFrom() {
        applied(count("P-1", "ginza", 5));
        ObjectNode order =
                EventBuilder.anOrder("p-order", "100").in("store").at("ginza").at(now()).build();
        ((ObjectNode) order.at("/data/lines/0")).put("sku", "P-1").put("quantity", "2");
        applied(order);

        await().untilAsserted(
                        () ->
                                assertThat(get("/availability/P-1/ginza").path("onHand").asText())
                                        .isEqualTo("3"));
        JsonNode position = get("/availability/P-1/ginza");
        assertThat(position.at("/counted/quantity").asText()).isEqualTo("5");
        assertThat(position.path("since").asText()).isEqualTo("-2");
        assertThat(position.path("entries").findValuesAsText("kind"))
                .containsExactly("sold", "counted");
        assertThat(position.at("/entries/0/cause").asText()).isEqualTo("test|p-order");
    }

    @Test
    void manyItemsAtOnceInTheOrderAskedAndWhatNobodyKnowsIsUnknown() {
        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/availability",
                        "{\"skus\":[\"nothing\",\"A-1\"],\"location\":\"shibuya\"}");

        JsonNode items = json(answer).path("items");
        assertThat(items.findValuesAsText("sku")).containsExactly("nothing", "A-1");
        assertThat(items.at("/0/band").asText()).isEqualTo("unknown");
        assertThat(items.at("/1/places").findValuesAsText("location")).containsExactly("shibuya");
        assertThat(get("/availability/nothing/nowhere").at("/availability/band").asText())
                .isEqualTo("unknown");
    }

    @Test
    void whatIsNoQuestionIsRefusedAndTheFieldIsNamed() {
        assertRefused("/availability?sku=A-1&near=Tokyo", 400, "near");
        assertRefused("/availability?sku=A-1&near=91,0", 400, "near");
        assertRefused("/availability?sku=A-1&radiusKm=5", 400, "radiusKm");
        assertThat(hub.get("/api/v1/products/none").statusCode()).isEqualTo(404);
        assertThat(hub.get("/api/v1/locations/none").statusCode()).isEqualTo(404);
        String skus = "\"A-1\",".repeat(200) + "\"A-1\"";
        assertThat(hub.post("/api/v1/availability", "{\"skus\":[" + skus + "]}").statusCode())
                .isEqualTo(400);
        assertThat(json(put("/products/B-1", "{\"barcode\":\"4901234567895\"}")).path("field"))
                .hasToString("\"data.barcode\"");
        assertThat(json(put("/products/B-1", "{\"price\":{\"currency\":\"JPY\"}}")).path("field"))
                .hasToString("\"data.price.amount\"");
        assertThat(put("/products/B-1", "{\"sku\":\"C-1\"}").statusCode()).isEqualTo(422);
        assertThat(put("/products/B-1", "[]").statusCode()).isEqualTo(400);
        assertThat(json(put("/locations/x", "{\"latitude\":1}")).path("field"))
                .hasToString("\"data.longitude\"");
        assertThat(json(put("/locations/x", "{\"timezone\":\"Mars\"}")).path("field"))
                .hasToString("\"data.timezone\"");
    }

    @Test
    void ofEachFieldTheNewestWordOfAllSourcesCounts() {
        put("/products/W-1", "{\"name\":{\"ja\":\"古い\"},\"image\":\"https://shop.example/w\"}");
        String erp =
                hub.key(
                        "{\"name\":\"erp\",\"scopes\":[\"catalog:write\",\"availability:read\"],"
                                + "\"sources\":[\"erp\"]}");

        JsonNode product =
                json(put("/products/W-1", "{\"name\":{\"ja\":\"新しい\"},\"unit\":\"kg\"}", as(erp)));

        assertThat(product.at("/name/ja").asText()).isEqualTo("新しい");
        assertThat(product.path("image").asText()).isEqualTo("https://shop.example/w");
        assertThat(product.path("sources")).hasToString("[\"erp\",\"catalog\"]");
        put("/products/W-1", "{\"name\":{\"en\":\"new\"}}");
        product = get("/products/W-1");
        assertThat(product.has("image")).as("a source replaces what it said itself").isFalse();
        assertThat(product.at("/name/ja").asText()).isEqualTo("新しい");
    }

    @Test
    void aProductIsFoundByItsBarcodeAndStubsByThemselves() {
        assertThat(get("/products?barcode=4901234567894").at("/products/0/sku").asText())
                .isEqualTo("A-1");
        assertThat(get("/products?barcode=04901234567894").at("/products/0/sku").asText())
                .isEqualTo("A-1");
        applied(count("stub-1", "nowhere", 1));

        JsonNode stubs = get("/products?stub=true&limit=200").path("products");
        assertThat(stubs.findValuesAsText("sku")).contains("stub-1").doesNotContain("A-1");
        JsonNode first = get("/products?limit=1");
        JsonNode second = get("/products?limit=1&cursor=" + first.path("next").asText());
        assertThat(second.at("/products/0/sku").asText())
                .isGreaterThan(first.at("/products/0/sku").asText());
        assertThat(get("/locations").path("locations").findValuesAsText("location"))
                .contains("ginza", "nowhere");
        JsonNode product = get("/products/A-1");
        assertThat(product.at("/price/amount").asText()).isEqualTo("2200");
        assertThat(product.path("barcodeValid").asBoolean()).isTrue();
        assertThat(product.at("/attributes").has("$odd.key")).isTrue();
    }

    @Test
    void aPublicKeyMaySeeBandsAndAskForItsVisitorOnly() {
        String page =
                hub.key(
                        "{\"name\":\"page\",\"kind\":\"public\",\"origins\":[\"https://shop.example\"],"
                                + "\"scopes\":[\"availability:read\",\"recommendations:read\"]}");
        String[] from = {"Authorization", "Bearer " + page, "Origin", "https://shop.example"};

        assertThat(hub.get("/api/v1/availability?sku=A-1", from).statusCode()).isEqualTo(200);
        assertThat(hub.get("/api/v1/recommendations?placement=home&visitor=v", from).statusCode())
                .isEqualTo(200);
        assertThat(
                        hub.get("/api/v1/recommendations?placement=home&profile=email:a@b.jp", from)
                                .statusCode())
                .isEqualTo(403);
    }

    private static void assertRefused(String path, int status, String field) {
        HttpResponse<String> answer = hub.get("/api/v1" + path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("field").asText()).isEqualTo(field);
    }

    private static String place(String name, String latitude, String longitude) {
        return "{\"kind\":\"store\",\"name\":\"%s\",\"latitude\":%s,\"longitude\":%s}"
                .formatted(name, latitude, longitude);
    }

    private static ObjectNode count(String sku, String location, int onHand) {
        EventBuilder event =
                anEvent("stock.counted").at(now()).with("sku", sku).with("location", location);
        event.data().put("onHand", onHand);
        return event.build();
    }

    private static Instant now() {
        return Instant.now();
    }

    private static void applied(ObjectNode... events) {
        for (ObjectNode event : List.of(events)) {
            assertThat(hub.post("/api/v1/events?wait=applied", event.toString()).statusCode())
                    .isEqualTo(202);
        }
    }

    private static HttpResponse<String> put(String path, String body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return hub.send("PUT", "/api/v1" + path, BodyPublishers.ofString(body), all);
    }

    private static JsonNode get(String path) {
        HttpResponse<String> answer = hub.get("/api/v1" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }
}
