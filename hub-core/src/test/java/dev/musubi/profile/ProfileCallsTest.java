package dev.musubi.profile;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every call about people, over HTTP, as the contract describes it. What of them is masked is
 * {@code MaskedAnswersTest}'s.
 */
class ProfileCallsTest {

    private static final String MAIL = "hanako.sato@example.jp";
    private static final String PHONE = "+819012345678";
    private static final String CARD = "LP202611221001";

    private static WebHub hub;
    private static String reader;
    private static String id;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
        reader = hub.key("{\"name\":\"reader\",\"scopes\":[\"profiles:read\"]}");
        List<ObjectNode> events =
                List.of(
                        anOrder("O-1", "2200")
                                .minute(1)
                                .of("loyalty_id", CARD)
                                .ofVerified("email", MAIL)
                                .ofVerified("phone", PHONE)
                                .trait("familyName", "佐藤")
                                .trait("birthDate", "1990-04-01")
                                .trait("street", "銀座 1-2-3")
                                .build(),
                        anOrder("O-2", "1100.50").minute(2).of("loyalty_id", CARD).build(),
                        anEvent("consent.changed")
                                .minute(3)
                                .ofVerified("email", MAIL)
                                .with("purpose", "marketing")
                                .with("channel", "email")
                                .with("contactPoint", MAIL)
                                .with("decision", "granted")
                                .build(),
                        anEvent("support.opened")
                                .minute(4)
                                .of("loyalty_id", CARD)
                                .with("case", "c-1")
                                .with("text", "please write to " + MAIL)
                                .build());
        ArrayNode batch = Json.mapper().createArrayNode().addAll(events);
        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/events?wait=applied",
                        Json.object().set("events", batch).toString());
        assertThat(answer.statusCode()).isEqualTo(202);
        id = json(answer).at("/results/0/profileId").asText();
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
    void aProfileIsFoundByIdAndByEachIdentifier() {
        JsonNode profile = json(hub.get("/api/v1/profiles/" + id));

        assertThat(profile.path("id").asText()).isEqualTo(id);
        assertThat(profile.at("/stats/orders").asInt()).isEqualTo(2);
        assertThat(profile.at("/stats/revenue/JPY").asText()).isEqualTo("3300.5");
        for (String identifier :
                List.of(
                        "email:" + MAIL,
                        "phone:%2B819012345678",
                        "phone:090-1234-5678",
                        "loyalty_id:" + CARD)) {
            assertThat(json(hub.get("/api/v1/profiles?identifier=" + identifier)))
                    .isEqualTo(profile);
        }
        assertThat(hub.get("/api/v1/profiles?identifier=email:nobody@example.jp").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aProvenContactPointIsShownOnce() {
        for (ObjectNode event :
                List.of(
                        anEvent("email.delivered").of("email", "once@example.jp").build(),
                        anEvent("profile.identified")
                                .ofVerified("email", "once@example.jp")
                                .build())) {
            hub.post("/api/v1/events?wait=applied", event.toString());
        }

        JsonNode identifiers =
                json(hub.get("/api/v1/profiles?identifier=email:once@example.jp"))
                        .path("identifiers");
        assertThat(identifiers).hasSize(1);
        assertThat(identifiers.at("/0/verified").asBoolean()).isTrue();
    }

    @Test
    void aLookUpAnswersInTheOrderOfTheRequestAndLeavesOutWhomNobodyKnows() {
        JsonNode results =
                json(hub.post(
                                "/api/v1/profiles/lookup",
                                """
                                {"identifiers":["email:nobody@example.jp","email:%s","loyalty_id:%s"]}"""
                                        .formatted(MAIL, CARD)))
                        .path("results");

        assertThat(results).hasSize(3);
        assertThat(results.at("/0").has("profile")).isFalse();
        assertThat(results.at("/1/profile/id").asText()).isEqualTo(id);
        assertThat(results.at("/2/profile/id").asText()).isEqualTo(id);
    }

    @Test
    void aThousandIdentifiersMayBeLookedUpAndOneMoreNot() {
        assertThat(hub.post("/api/v1/profiles/lookup", identifiers(1_000)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> more = hub.post("/api/v1/profiles/lookup", identifiers(1_001));
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(json(more).path("detail").asText()).contains("1000", "came 1001 entries");
    }

    private static String identifiers(int n) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("identifiers");
        for (int i = 0; i < n; i++) {
            list.add("loyalty_id:N-" + i);
        }
        return body.toString();
    }

    @Test
    void anUnchangedProfileIsNotSentAgain() {
        HttpResponse<String> first = hub.get("/api/v1/profiles/" + id);
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> second = hub.get("/api/v1/profiles/" + id, "If-None-Match", tag);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        String[] less = {"Authorization", "Bearer " + reader, "If-None-Match", tag};
        assertThat(hub.get("/api/v1/profiles/" + id, less).statusCode()).isEqualTo(200);
    }

    @Test
    void pagesFollowEachOtherWithoutGapsAndEnd() {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(hub.get("/api/v1/profiles/" + id + "/timeline?limit=1" + cursor));
            page.path("items").forEach(e -> seen.add(e.path("type").asText()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
        } while (cursor != null && seen.size() < 10);

        assertThat(seen)
                .containsExactly(
                        "support.opened", "consent.changed", "order.placed", "order.placed");
        JsonNode orders = json(hub.get("/api/v1/profiles/" + id + "/orders?limit=1"));
        assertThat(orders.at("/items/0/orderId").asText()).isEqualTo("O-2");
        assertThat(orders.path("next").asText()).isNotEmpty();
    }

    @Test
    void theSumsAndThePermissionsAndTheReasonsAreThere() {
        assertThat(
                        json(hub.get("/api/v1/orders/totals"))
                                .at("/currencies/JPY/withPerson/revenue")
                                .asText())
                .isEqualTo("3300.5");
        JsonNode permission =
                json(hub.get(
                                "/api/v1/profiles/"
                                        + id
                                        + "/permissions?purpose=marketing&channel=email"))
                        .at("/permissions/0");
        assertThat(permission.path("allowed").asBoolean()).isTrue();
        assertThat(permission.path("reason").asText()).isEqualTo("granted");
        JsonNode identity = json(hub.get("/api/v1/profiles/" + id + "/identity"));
        assertThat(identity.path("nodes")).hasSize(3);
        assertThat(identity.path("links")).isNotEmpty();
    }

    @Test
    void anEventTellsHowFarItHasCome() {
        String body = anEvent("store.visited").id("far").of("loyalty_id", "L-9").build().toString();
        String whose =
                json(hub.post("/api/v1/events?wait=applied", body))
                        .at("/results/0/profileId")
                        .asText();

        JsonNode status = json(hub.get("/api/v1/events/test/far"));

        assertThat(status.path("state").asText()).isEqualTo("applied");
        assertThat(status.path("profileId").asText()).isEqualTo(whose).isNotEqualTo(id);
        assertThat(json(hub.post("/api/v1/events", body)).at("/results/0/status").asText())
                .isEqualTo("duplicate");
    }

    @Test
    void aConflictIsListedWithWhatWasRefused() {
        hub.post("/api/v1/events", anEvent("store.visited").id("twice").build().toString());
        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/events",
                        anEvent("store.visited").id("twice").at("ueno").build().toString());

        assertThat(json(answer).at("/results/0/status").asText()).isEqualTo("conflict");
        JsonNode listed = json(hub.get("/api/v1/conflicts")).at("/items/0");
        assertThat(listed.path("id").asText()).isEqualTo("twice");
        assertThat(listed.at("/event/location").asText()).isEqualTo("ueno");
    }

    @Test
    void aDryRunSaysWhatWouldBeSaidAndKeepsNothing() {
        String body = anEvent("store.visited").id("dry").build().toString();

        HttpResponse<String> dry = hub.post("/api/v1/events?dryRun=true", body);

        assertThat(json(dry).at("/results/0/status").asText()).isEqualTo("accepted");
        assertThat(hub.get("/api/v1/events/test/dry").statusCode()).isEqualTo(404);
    }
}
