package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static dev.musubi.testing.WebHub.as;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merge, split, why and reviews over HTTP, as the contract describes them. */
class IdentityCallsTest {

    private static WebHub hub;
    private static String reader;
    private static String clerk;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
        reader = hub.key("{\"name\":\"reader\",\"scopes\":[\"profiles:read\"]}");
        clerk =
                hub.key(
                        "{\"name\":\"clerk\",\"scopes\":[\"profiles:read\",\"profiles:sensitive\",\"identity:write\"]}");
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
    void twoCardsAreMergedExplainedAndSplitAgain() {
        String one = put(anEvent("store.visited").of("loyalty_id", "K-1"));
        String two = put(anEvent("store.visited").of("loyalty_id", "K-2"));

        JsonNode preview = json(merge(one, two, "?preview=true"));
        assertThat(preview.path("preview").asBoolean()).isTrue();
        assertThat(preview.has("decision")).isFalse();
        assertThat(json(get("/" + two)).path("id").asText()).isEqualTo(two);

        JsonNode merged = json(merge(one, two, ""));
        assertThat(merged.at("/profiles/0/id").asText()).isEqualTo(one);
        assertThat(merged.at("/profiles/0/stats/events").asInt()).isEqualTo(2);
        assertThat(merged.at("/retired/0").asText()).isEqualTo(two);
        assertThat(json(get("/" + two)).path("id").asText()).isEqualTo(one);

        JsonNode why = json(get("/" + one + "/identity?from=loyalty_id:K-1&to=loyalty_id:K-2"));
        assertThat(why.path("path")).hasSize(1);
        assertThat(why.at("/path/0/link/rule").asText()).isEqualTo("operator");
        assertThat(why.at("/path/0/link/reason").asText()).isEqualTo("showed both cards");
        assertThat(why.at("/path/0/text").asText())
                .contains("card K1", "card K2", "showed both cards");
        JsonNode japanese =
                json(
                        hub.get(
                                "/api/v1/profiles/"
                                        + one
                                        + "/identity?from=loyalty_id:K-1&to=loyalty_id:K-2",
                                "Authorization",
                                "Bearer " + clerk,
                                "Accept-Language",
                                "ja"));
        assertThat(japanese.at("/path/0/text").asText()).contains("会員カード K1", "同一人物");

        JsonNode split = json(split(one, "loyalty_id:K-2"));
        assertThat(split.path("profiles")).hasSize(2);
        assertThat(split.at("/profiles/1/id").asText()).isEqualTo(two);
        assertThat(json(get("/" + two)).path("id").asText()).isEqualTo(two);
        assertThat(json(get("/" + one + "/identity")).path("links").findValuesAsText("kind"))
                .containsExactly("asserted", "must-not-link", "retracted");
    }

    @Test
    void aPathOfSeveralStepsGoesDownToTheEvents() {
        put(
                anEvent("profile.identified")
                        .id("p-1")
                        .of("loyalty_id", "S-1")
                        .ofVerified("email", "s1@b.jp"));
        String id =
                put(
                        anEvent("profile.identified")
                                .id("p-2")
                                .ofVerified("email", "s1@b.jp")
                                .ofVerified("phone", "09055556666"));

        JsonNode why = json(get("/" + id + "/identity?from=loyalty_id:S-1&to=phone:09055556666"));

        assertThat(why.path("path")).hasSize(2);
        assertThat(why.at("/path/0/link/cause").asText()).endsWith("|p-1");
        assertThat(why.at("/path/1/link/cause").asText()).endsWith("|p-2");
        assertThat(why.at("/path/1/text").asText()).contains("+819055556666");
    }

    @Test
    void whoMayNotSeeIsAnsweredMaskedAndWhoMayNotDecideIsRefused() {
        String one =
                put(
                        anEvent("store.visited")
                                .of("loyalty_id", "M-1")
                                .ofVerified("email", "mask@b.jp"));

        HttpResponse<String> seen =
                hub.get(
                        "/api/v1/profiles/"
                                + one
                                + "/identity?from=loyalty_id:M-1&to=email:mask@b.jp",
                        as(reader));
        assertThat(seen.body()).doesNotContain("mask@b.jp");
        assertThat(json(seen).path("path")).hasSize(1);
        HttpResponse<String> refused =
                hub.post(
                        "/api/v1/profiles/" + one + "/split",
                        "{\"identifiers\":[\"email:mask@b.jp\"],\"reason\":\"no\"}",
                        as(reader));
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @Test
    void whatARuleKeepsApartIsListedForReview() {
        put(
                anEvent("store.visited")
                        .minute(1)
                        .of("customer_id", "shop", "v1")
                        .ofVerified("email", "v@b.jp"));
        String other =
                put(
                        anEvent("store.visited")
                                .minute(2)
                                .of("customer_id", "shop", "v2")
                                .ofVerified("email", "v@b.jp"));

        JsonNode apart = json(get("/" + other + "/identity")).path("apart");
        assertThat(apart).hasSize(1);
        assertThat(apart.at("/0/reason").asText()).isEqualTo("limit");
        JsonNode page = json(hub.get("/api/v1/identity/reviews?limit=1", as(clerk)));
        assertThat(page.path("reviews")).hasSize(1);
        assertThat(page.at("/reviews/0/profiles")).hasSize(2);
    }

    @Test
    void aReissuedCardIsMarkedAsReplacedWhicheverWasToldOfFirst() {
        put(account("cards", "cards@b.jp", 3).of("loyalty_id", "NEW-1"));
        String id = put(account("cards", "cards@b.jp", 1).of("loyalty_id", "OLD-1"));

        JsonNode nodes = json(get("/" + id + "/identity")).path("nodes");

        assertThat(nodes.findParents("replacedBy")).hasSize(1);
        JsonNode old = nodes.findParents("replacedBy").getFirst();
        assertThat(old.at("/identifier/value").asText()).isEqualTo("OLD1");
        assertThat(old.at("/replacedBy/value").asText()).isEqualTo("NEW1");
        assertThat(
                        json(hub.get("/api/v1/profiles?identifier=loyalty_id:OLD-1", as(clerk)))
                                .path("id")
                                .asText())
                .isEqualTo(id);
    }

    @Test
    void aReviewIsDecidedOnceAndSaysWhatWasDecided() {
        String mother = put(account("w1", "w@b.jp", 1));
        String daughter = put(account("w2", "w@b.jp", 2));
        String review = review(daughter);

        assertThat(status(decide(review, "keep-apart", "")).path("profiles")).hasSize(2);
        assertThat(decide(review, "merge", "").statusCode()).isEqualTo(409);

        JsonNode closed = json(get("/" + daughter + "/identity")).at("/apart/0/closed");
        assertThat(closed.path("decision").asText()).isEqualTo("keep-apart");
        assertThat(closed.path("reason").asText()).isEqualTo("looked at both");
        assertThat(listed("open")).doesNotContain(review);
        assertThat(listed("closed")).contains(review);
        assertThat(listed("all")).contains(review);
        // No event joins them any more, and one that would is a matter of its own.
        put(account("w2", "w@b.jp", 3).of("loyalty_id", "W-2"));
        put(
                anEvent("store.visited")
                        .minute(4)
                        .of("loyalty_id", "W-2")
                        .ofVerified("email", "w@b.jp"));
        assertThat(json(get("/" + daughter)).path("id").asText()).isEqualTo(daughter);
        assertThat(json(get("/" + mother)).path("id").asText()).isEqualTo(mother);
        assertThat(json(get("/" + daughter + "/identity")).path("apart").findValuesAsText("reason"))
                .contains("must-not-link");
    }

    @Test
    void aReviewThatMergesIsSeenFirstAndIsBackWhenTheyPart() {
        String one = put(account("y1", "y@b.jp", 1));
        String other = put(account("y2", "y@b.jp", 2));
        String review = review(other);

        assertThat(status(decide(review, "merge", "?preview=true")).path("retired")).hasSize(1);
        assertThat(listed("open")).contains(review);
        assertThat(status(decide(review, "merge", "")).at("/retired/0").asText()).isEqualTo(other);
        assertThat(json(get("/" + other)).path("id").asText()).isEqualTo(one);
        assertThat(listed("open")).doesNotContain(review);
    }

    @Test
    void whatBecameOneByItselfIsNotListedUntilItPartsAgain() {
        String one = put(account("z1", "z@b.jp", 1));
        String other = put(account("z2", "z@b.jp", 2));
        String review = review(other);

        merge(one, other, "");
        assertThat(listed("open")).doesNotContain(review);
        split(one, "customer_id:shop:z2");
        assertThat(listed("open")).contains(review);

        assertThat(decide(review, "dismiss", "").statusCode()).isEqualTo(200);
        assertThat(listed("open")).doesNotContain(review);
        assertThat(decide("0".repeat(32), "dismiss", "").statusCode()).isEqualTo(404);
        assertThat(decide("nonsense", "dismiss", "").statusCode()).isEqualTo(400);
        assertThat(decide(review, "perhaps", "").statusCode()).isEqualTo(400);
    }

    private static EventBuilder account(String account, String mail, int minute) {
        return anEvent("store.visited")
                .minute(minute)
                .of("customer_id", "shop", account)
                .ofVerified("email", mail);
    }

    private static String review(String profile) {
        return json(get("/" + profile + "/identity")).at("/apart/0/id").asText();
    }

    private static HttpResponse<String> decide(String review, String decision, String query) {
        return hub.post(
                "/api/v1/identity/reviews/" + review + query,
                "{\"decision\":\"%s\",\"reason\":\"looked at both\"}".formatted(decision),
                as(clerk));
    }

    private static JsonNode status(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** The ids of all reviews of a state, page by page. */
    private static List<String> listed(String state) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page =
                    json(
                            hub.get(
                                    "/api/v1/identity/reviews?limit=2&state=" + state + cursor,
                                    as(clerk)));
            page.path("reviews").forEach(r -> ids.add(r.path("id").asText()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
        }
        return ids;
    }

    @Test
    void slicesAndReceiptsAreShownByTheirOwnNamesExplainedAndSplitOff() {
        put(anEvent("page.viewed").minute(1).with("url", "/").of("anonymous_id", "v@7"));
        put(anOrder("call-1", "120").minute(1).of("receipt", "shop", "call-1"));
        String id =
                put(
                        anEvent("profile.identified")
                                .minute(2)
                                .of("loyalty_id", "CALL-1")
                                .of("receipt", "shop", "call-1")
                                .of("anonymous_id", "v@7"));

        JsonNode profile = json(get("/" + id));
        assertThat(profile.path("identifiers").findValuesAsText("value"))
                .containsExactlyInAnyOrder("CALL1", "v@7", "call-1");
        assertThat(profile.at("/stats/revenue/JPY").asText()).isEqualTo("120");
        assertThat(json(get("/" + id + "/timeline")).path("items")).hasSize(3);
        JsonNode why = json(get("/" + id + "/identity?from=loyalty_id:CALL-1&to=anonymous_id:v@7"));
        assertThat(why.path("nodes").findValuesAsText("value"))
                .containsExactlyInAnyOrder("CALL1", "v@7", "call-1");
        assertThat(why.at("/path/0/link/rule").asText()).isEqualTo("slice");
        assertThat(why.at("/path/0/text").asText()).contains("card CALL1", "visitor v@7");
        JsonNode receipt =
                json(get("/" + id + "/identity?from=loyalty_id:CALL-1&to=receipt:shop:call-1"));
        assertThat(receipt.at("/path/0/link/rule").asText()).isEqualTo("receipt-claim");

        split(id, "receipt:shop:call-1");
        JsonNode split = json(split(id, "anonymous_id:v@7"));

        assertThat(split.path("profiles")).hasSize(2);
        JsonNode left = json(get("/" + id));
        assertThat(left.path("identifiers")).hasSize(1);
        assertThat(left.at("/stats/events").asInt()).isEqualTo(1);
    }

    @Test
    void whoNamesAReceiptSecondIsListed() {
        put(anOrder("call-2", "120").minute(1).of("receipt", "shop", "call-2"));
        put(
                anEvent("profile.identified")
                        .minute(2)
                        .of("loyalty_id", "CALL-2")
                        .of("receipt", "shop", "call-2"));
        String second =
                put(
                        anEvent("profile.identified")
                                .minute(3)
                                .of("loyalty_id", "CALL-3")
                                .of("receipt", "shop", "call-2"));

        JsonNode apart = json(get("/" + second + "/identity")).path("apart");

        assertThat(apart).hasSize(1);
        assertThat(apart.at("/0/reason").asText()).isEqualTo("claimed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "merge|{\"with\":\"0198a1c2-0000-7000-8000-000000000002\",\"reason\":\"x\"}|404",
                "merge|{\"reason\":\"x\"}|400",
                "merge|{\"with\":\"SELF\",\"reason\":\"x\"}|409",
                "merge|{\"with\":\"SELF\",\"reason\":\"\"}|400",
                "split|{\"identifiers\":[\"loyalty_id:E-1\"],\"reason\":\"all of it\"}|422",
                "split|{\"identifiers\":[\"loyalty_id:never\"],\"reason\":\"x\"}|422",
                "split|{\"identifiers\":[\"nonsense\"],\"reason\":\"x\"}|400",
                "split|{\"identifiers\":[\"customer_id:5\"],\"reason\":\"x\"}|400",
                "split|{\"identifiers\":[],\"reason\":\"x\"}|400",
                "split|{\"identifiers\":[\"loyalty_id:none\"],\"reason\":\"x\"}|422"
            })
    void badDecisionsAreAnsweredClearly(String what, String body, int status) {
        String id = put(anEvent("store.visited").of("loyalty_id", "E-1"));

        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/profiles/" + id + "/" + what, body.replace("SELF", id), as(clerk));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("detail").asText()).isNotEmpty();
        assertThat(json(get("/" + id)).path("id").asText()).isEqualTo(id);
    }

    private static String put(EventBuilder event) {
        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/events?wait=applied",
                        Json.object()
                                .set("events", Json.mapper().createArrayNode().add(event.build()))
                                .toString());
        assertThat(answer.statusCode()).isEqualTo(202);
        return json(answer).at("/results/0/profileId").asText();
    }

    private static HttpResponse<String> get(String path) {
        return hub.get("/api/v1/profiles" + path, as(clerk));
    }

    private static HttpResponse<String> merge(String one, String other, String query) {
        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/profiles/" + one + "/merge" + query,
                        "{\"with\":\"" + other + "\",\"reason\":\"showed both cards\"}",
                        as(clerk));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static HttpResponse<String> split(String id, String identifier) {
        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/profiles/" + id + "/split",
                        "{\"identifiers\":[\"" + identifier + "\"],\"reason\":\"two sisters\"}",
                        as(clerk));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }
}
