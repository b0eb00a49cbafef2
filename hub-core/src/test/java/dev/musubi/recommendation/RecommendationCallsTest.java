package dev.musubi.recommendation;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What to recommend, asked over HTTP as a shop asks, on two hubs beside each other. */
class RecommendationCallsTest {

    private static final String CALL = "/api/v1/recommendations";
    private static final Duration SOON = Duration.ofSeconds(1);

    private static Instant began = Instant.EPOCH;
    private static WebHub hub;
    private static WebHub other;
    private static String hanako;
    private static String taro;
    private static String silent;

    @BeforeAll
    static void open() {
        began = Instant.now();
        String database = WebHub.database();
        hub = WebHub.start(database, Map.of());
        hanako = person("hanako", true);
        taro = person("taro", true);
        silent = person("silent", false);
        List<ObjectNode> events = new ArrayList<>();
        for (int day = 1; day <= 3; day++) {
            events.add(order("h-" + day, "hanako", day, "green-tea", "rice"));
            events.add(order("t-" + day, "taro", day, "coffee", "milk"));
            events.add(order("s-" + day, "silent", day, "cocoa"));
        }
        events.add(order("h-lamp", "hanako", 4, "lamp"));
        for (int i = 0; i < 4; i++) {
            events.add(order("x-" + i, "guest-" + i, 5, "teapot", "tea-cup"));
            events.add(view("v-" + i, "boots", 1));
            events.add(view("v-" + i, "gloves", 2));
            events.add(view("w-" + i, "swim-suit", 1));
            events.add(view("w-" + i, "sun-hat", 2));
        }
        send(hub, events);
        other = WebHub.start(database, Map.of());
        await("both hubs have learned")
                .atMost(Duration.ofSeconds(20))
                .until(() -> learned(hub) && learned(other));
    }

    private static boolean learned(WebHub at) {
        return at.get(Learner.class).ready()
                && at.get(Learner.class).model().orders() == 14
                && at.get(Learner.class).model().visits() >= 8;
    }

    @AfterEach
    void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
        assertThat(other.contract().violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        if (other != null) {
            other.close();
        }
        hub.close();
    }

    @Test
    void twoPeopleGetWhatEachOfThemBuysAgain() {
        JsonNode hers = get("placement=home&limit=2&profile=" + hanako);
        JsonNode his = get("placement=home&limit=2&profile=" + taro);

        assertThat(hers.path("personal").asBoolean()).isTrue();
        assertThat(skus(hers)).containsExactlyInAnyOrder("green-tea", "rice");
        assertThat(skus(his)).containsExactlyInAnyOrder("coffee", "milk");
        assertThat(hers.at("/items/0/availability").asText()).isEqualTo("unknown");
    }

    @Test
    void theEventOfAReasonIsFoundInThePersonsTimeline() {
        JsonNode reason = get("placement=home&limit=1&profile=" + hanako).at("/items/0/reason");

        assertThat(reason.path("kind").asText()).isEqualTo("bought_before");
        assertThat(reason.path("event").asText()).isEqualTo("test|order-h-3");
        JsonNode timeline = json(hub.get("/api/v1/profiles/" + hanako + "/timeline"));
        assertThat(timeline.path("items"))
                .extracting(e -> e.path("source").asText() + "|" + e.path("id").asText())
                .contains(reason.path("event").asText());
    }

    @Test
    void aPersonIsFoundByAnIdentifierToo() {
        assertThat(skus(get("placement=home&limit=2&profile=loyalty_id:hanako")))
                .containsExactlyInAnyOrder("green-tea", "rice");
        assertThat(hub.get(CALL + "?placement=home&profile=loyalty_id:nobody").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatWasJustBoughtOnceIsNotOfferedAgain() {
        assertThat(skus(get("placement=home&limit=50&profile=" + hanako)))
                .contains("green-tea")
                .doesNotContain("lamp");
        assertThat(skus(get("placement=home&limit=50&profile=" + taro))).contains("lamp");
    }

    @Test
    void whoHasNotAgreedToProfilingGetsNothingPersonal() {
        JsonNode answer = get("placement=home&limit=50&profile=" + silent);

        assertThat(answer.path("personal").asBoolean()).isFalse();
        assertThat(answer.path("withheld").asText()).isEqualTo("no_consent");
        assertThat(answer.path("items"))
                .isNotEmpty()
                .allSatisfy(i -> assertThat(i.at("/reason/kind").asText()).isEqualTo("popular"));
    }

    @Test
    void aDenialTakesThePersonalLayerAwayAtOnce() {
        String id = person("fickle", true);
        send(hub, List.of(order("f-1", "fickle", 1, "soba"), order("f-2", "fickle", 2, "soba")));
        assertThat(get("placement=home&profile=" + id).path("personal").asBoolean()).isTrue();

        send(hub, List.of(consent("fickle", "denied", Instant.now())));

        JsonNode answer = get("placement=home&profile=" + id);
        assertThat(answer.path("personal").asBoolean()).isFalse();
        assertThat(answer.path("withheld").asText()).isEqualTo("denied");
    }

    @Test
    void aSecondClickChangesTheAnswerOnEveryHubWithinASecond() {
        String ask = CALL + "?placement=home&limit=1&visitor=me";
        send(hub, List.of(view("me", "boots", 1)));
        await().atMost(SOON).until(() -> skus(json(hub.get(ask))).equals(List.of("gloves")));
        await().atMost(SOON).until(() -> skus(json(other.get(ask))).equals(List.of("gloves")));

        send(hub, List.of(view("me", "swim-suit", 2)));

        await().atMost(SOON).until(() -> skus(json(hub.get(ask))).equals(List.of("sun-hat")));
        await().atMost(SOON).until(() -> skus(json(other.get(ask))).equals(List.of("sun-hat")));
        JsonNode reason = json(hub.get(ask)).at("/items/0/reason");
        assertThat(reason.path("kind").asText()).isEqualTo("viewed_together");
        assertThat(reason.path("item").asText()).isEqualTo("swim-suit");
        assertThat(reason.path("event").asText()).isEqualTo("test|view-me-2");
    }

    @Test
    void backFillIsNoVisit() {
        send(
                hub,
                List.of(
                        view("past", "boots", 1).put("historical", true),
                        view("present", "boots", 1)));
        await().atMost(SOON).until(() -> first("present").equals("gloves"));

        assertThat(first("past")).isNotEqualTo("gloves");
    }

    private static String first(String visitor) {
        return skus(get("placement=home&limit=1&visitor=" + visitor)).getFirst();
    }

    @Test
    void anEarlierVisitIsHistoryAndGoesInOnlyForWhoAgreedToIt() {
        ObjectNode known = view("at-home", "boots", -120);
        known.withArray("/identifiers").addObject().put("type", "loyalty_id").put("value", "jiro");
        String jiro = person("jiro", true);
        send(hub, List.of(known, view("unknown", "boots", -120)));
        await().atMost(SOON)
                .until(
                        () ->
                                skus(get("placement=home&limit=1&profile=" + jiro))
                                        .contains("gloves"));

        assertThat(first("unknown")).isNotEqualTo("gloves");
        send(hub, List.of(consent("jiro", "denied", Instant.now())));
        assertThat(skus(get("placement=home&limit=1&profile=" + jiro))).doesNotContain("gloves");
    }

    @Test
    void aNamedVisitIsFoundByItsName() {
        ObjectNode view = view("named", "swim-suit", 1);
        view.withObject("/data").put("session", "s-77");
        send(hub, List.of(view));

        await().atMost(SOON)
                .until(
                        () ->
                                get("placement=home&limit=1&session=s-77")
                                        .at("/items/0/reason/session")
                                        .asText()
                                        .equals("s-77"));
    }

    @Test
    void thePageOfAnItemShowsWhatGoesWithIt() {
        assertThat(skus(get("placement=product&sku=gloves&limit=1"))).containsExactly("boots");
        assertThat(skus(get("placement=product&sku=teapot&limit=50"))).doesNotContain("teapot");
    }

    @Test
    void aBasketIsCompletedWithWhatIsBoughtWithIt() {
        JsonNode answer =
                post("{\"placement\":\"basket\",\"basket\":[\"teapot\",\"rice\"],\"limit\":2}");

        assertThat(skus(answer)).containsExactlyInAnyOrder("tea-cup", "green-tea");
        assertThat(answer.at("/items/0/reason/kind").asText()).isEqualTo("bought_together");
        assertThat(
                        skus(
                                post(
                                        "{\"placement\":\"basket\",\"basket\":[\"teapot\"],"
                                                + "\"exclude\":[\"tea-cup\"],\"limit\":50}")))
                .doesNotContain("tea-cup", "teapot");
    }

    @Test
    void reasonsAreReadInJapaneseToo() {
        HttpResponse<String> answer =
                hub.get(
                        CALL + "?placement=product&sku=gloves&limit=1",
                        "Accept-Language",
                        "ja-JP,ja;q=0.9");

        assertThat(json(answer).at("/items/0/reason/text").asText()).isEqualTo("glovesと一緒に見られています");
        assertThat(get("placement=product&sku=gloves&limit=1").at("/items/0/reason/text").asText())
                .isEqualTo("Looked at together with gloves");
    }

    @Test
    void aCancelledOrderIsUnlearned() {
        send(hub, List.of(order("c-1", "guest-c", 6, "odd-a", "odd-b")));
        String ask = "placement=basket&sku=odd-a&limit=1";
        await().atMost(SOON).until(() -> skus(get(ask)).equals(List.of("odd-b")));

        send(
                hub,
                List.of(
                        anEvent("order.cancelled")
                                .of("loyalty_id", "guest-c")
                                .with("orderId", "c-1")
                                .build()));

        await().atMost(SOON)
                .until(() -> !skus(get("placement=basket&sku=odd-a&limit=50")).contains("odd-b"));
    }

    @Test
    void aKeyNeedsTheScopeAndAQuestionItsPlacement() {
        String key = hub.key("{\"name\":\"reader\",\"scopes\":[\"profiles:read\"]}");
        String may = hub.key("{\"name\":\"shop\",\"scopes\":[\"recommendations:read\"]}");

        assertThat(hub.get(CALL + "?placement=home", WebHub.as(key)).statusCode()).isEqualTo(403);
        assertThat(hub.get(CALL + "?placement=home", WebHub.as(may)).statusCode()).isEqualTo(200);
        assertThat(hub.get(CALL + "?placement=attic").statusCode()).isEqualTo(400);
        assertThat(hub.get(CALL + "?placement=home&limit=101").statusCode()).isEqualTo(400);
        assertThat(hub.get(CALL + "?placement=home&visitor=a&profile=" + hanako).statusCode())
                .isEqualTo(400);
    }

    private static JsonNode get(String query) {
        HttpResponse<String> answer = hub.get(CALL + "?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static JsonNode post(String body) {
        HttpResponse<String> answer = hub.post(CALL, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static List<String> skus(JsonNode answer) {
        List<String> skus = new ArrayList<>();
        answer.path("items").forEach(i -> skus.add(i.path("sku").asText()));
        return skus;
    }

    /** The id of a person who has granted profiling, or has said nothing of it. */
    private static String person(String card, boolean agrees) {
        List<ObjectNode> events = new ArrayList<>();
        events.add(anEvent("profile.identified").of("loyalty_id", card).build());
        if (agrees) {
            events.add(consent(card, "granted", Instant.parse("2026-10-01T00:00:00Z")));
        }
        return json(send(hub, events)).at("/results/0/profileId").asText();
    }

    private static ObjectNode consent(String card, String decision, Instant at) {
        return anEvent("consent.changed")
                .at(at)
                .of("loyalty_id", card)
                .with("purpose", "profiling")
                .with("channel", "web")
                .with("decision", decision)
                .build();
    }

    private static ObjectNode order(String id, String card, int day, String... skus) {
        EventBuilder order =
                anEvent("order.placed")
                        .id("order-" + id)
                        .at(Instant.parse("2026-11-01T10:00:00Z").plus(Duration.ofDays(day)))
                        .of("loyalty_id", card)
                        .with("orderId", id)
                        .with("currency", "JPY");
        ArrayNode lines = order.data().putArray("lines");
        for (String sku : skus) {
            lines.addObject().put("sku", sku).put("quantity", 1).put("unitPrice", "100");
        }
        return order.build();
    }

    /** Looked at that many minutes after the tests began, less ten. */
    private static ObjectNode view(String visitor, String sku, int minute) {
        return anEvent("product.viewed")
                .id("view-" + visitor + "-" + minute)
                .at(began.plus(Duration.ofMinutes(minute - 10L)))
                .of("anonymous_id", visitor)
                .with("sku", sku)
                .build();
    }

    private static HttpResponse<String> send(WebHub to, List<ObjectNode> events) {
        ArrayNode batch = Json.mapper().createArrayNode().addAll(events);
        HttpResponse<String> answer =
                to.post(
                        "/api/v1/events?wait=applied",
                        Json.object().set("events", batch).toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer;
    }
}
