package dev.musubi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import dev.musubi.testing.WebHub.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every call once through the web, with the contract's judge before it. */
class ApiTest {

    private static WebHub hub;

    @BeforeAll
    static void start() {
        hub = WebHub.start();
    }

    @AfterAll
    static void nothingWasOutsideTheContract() {
        assertThat(hub.breaches()).isEmpty();
        hub.close();
    }

    @Test
    void anOrderGoesInAndItsPersonIsFoundByEveryCall() {
        String event =
                Json.write(
                        EventBuilder.anOrder("o-1", "4400")
                                .id("R/1|x")
                                .from("pos:ginza")
                                .ofVerified("email", "Hanako@Example.jp")
                                .of("loyalty_id", "L-100001")
                                .trait("familyName", "佐藤")
                                .build());

        JsonNode result =
                hub.post("/api/v1/events?wait=applied", event).expect(202).json().at("/results/0");
        String id = result.path("profileId").asText();

        assertThat(result.path("status").asText()).isEqualTo("accepted");
        assertThat(status(hub.post("/api/v1/events", event))).isEqualTo("duplicate");
        assertThat(
                        hub.get("/api/v1/events/pos:ginza/R%2F1%7Cx")
                                .expect(200)
                                .json()
                                .path("state")
                                .asText())
                .isEqualTo("applied");
        assertThat(profileId(hub.get("/api/v1/profiles/" + id))).isEqualTo(id);
        assertThat(profileId(hub.get("/api/v1/profiles?identifier=email:hanako@example.jp")))
                .isEqualTo(id);
        assertThat(
                        hub.post(
                                        "/api/v1/profiles/lookup",
                                        "{\"identifiers\":[\"loyalty_id:L-100001\",\"email:x@y.jp\"]}")
                                .expect(200)
                                .json()
                                .at("/results/0/profile/id")
                                .asText())
                .isEqualTo(id);
        assertThat(hub.get("/api/v1/profiles/" + id + "/timeline").expect(200).json().path("items"))
                .hasSize(1);
        assertThat(
                        hub.get("/api/v1/profiles/" + id + "/orders")
                                .expect(200)
                                .json()
                                .at("/items/0/total")
                                .asText())
                .isEqualTo("4400");
        assertThat(
                        hub.get(
                                        "/api/v1/profiles/"
                                                + id
                                                + "/permissions?purpose=marketing&channel=email")
                                .expect(200)
                                .json()
                                .at("/permissions/0/reason")
                                .asText())
                .isEqualTo("no_consent");
        assertThat(hub.get("/api/v1/profiles/" + id + "/identity").expect(200).json().path("links"))
                .isNotEmpty();
        assertThat(
                        hub.get("/api/v1/orders/totals?source=pos:ginza")
                                .expect(200)
                                .json()
                                .at("/currencies/JPY/all/revenue")
                                .asText())
                .isEqualTo("4400");
    }

    @Test
    void anUnchangedProfileAnswers304() {
        String id =
                hub.post(
                                "/api/v1/events?wait=applied",
                                Json.write(
                                        EventBuilder.anEvent("app.opened")
                                                .of("loyalty_id", "L-304304")
                                                .build()))
                        .expect(202)
                        .json()
                        .at("/results/0/profileId")
                        .asText();
        String tag = hub.get("/api/v1/profiles/" + id).expect(200).header("ETag");

        Answer again =
                hub.send(
                        hub.request("/api/v1/profiles/" + id)
                                .setHeader("If-None-Match", tag)
                                .GET());

        assertThat(again.expect(304).text()).isEmpty();
    }

    @Test
    void allRejectedIs422AndSaysWhyOfEach() {
        Answer answer =
                hub.post(
                        "/api/v1/events",
                        "{\"events\":[{\"source\":\"a\"},{\"source\":\"b\",\"type\":\"NO\"}]}");

        assertThat(answer.expect(422).json().path("results")).hasSize(2);
        assertThat(answer.json().at("/results/1/problem/code").asText()).isEqualTo("invalid-field");
    }

    @Test
    void aConflictIsKeptAsideAndListed() {
        EventBuilder event = EventBuilder.anEvent("app.opened").id("c-1");
        hub.post("/api/v1/events", Json.write(event.build())).expect(202);

        assertThat(status(hub.post("/api/v1/events", Json.write(event.with("name", "x").build()))))
                .isEqualTo("conflict");
        assertThat(hub.get("/api/v1/conflicts").expect(200).json().at("/items/0/id").asText())
                .isEqualTo("c-1");
    }

    @Test
    void aDryRunKeepsNothing() {
        String event = Json.write(EventBuilder.anEvent("app.opened").id("dry").build());

        assertThat(status(hub.post("/api/v1/events?dryRun=true", event))).isEqualTo("accepted");
        hub.get("/api/v1/events/test/dry").problem(404);
    }

    @Test
    void whatIsNotThereAnswersAProblem() {
        assertThat(hub.get("/api/v1/profiles/nobody").problem(404)).isEqualTo("not-found");
        assertThat(hub.get("/api/v1/nothing").problem(404)).isEqualTo("not-found");
        assertThat(hub.get("/nothing").problem(404)).isEqualTo("not-found");
        hub.delete("/api/v1/profiles").problem(405);
        hub.get("/api/v1/profiles").problem(400);
        hub.get("/api/v1/profiles/x/timeline?limit=0").problem(400);
        hub.get("/api/v1/profiles/x/timeline?limit=many").problem(400);
        hub.get("/api/v1/conflicts?cursor=%21").problem(400);
        hub.get(
                        "/api/v1/profiles?identifier="
                                + URLEncoder.encode("no:such", StandardCharsets.UTF_8))
                .problem(400);
        hub.post("/api/v1/keys", "{\"name\":").problem(400);
        hub.post("/api/v1/keys", "{\"name\":\"x\",\"scopes\":[\"all\"]}").problem(400);
        hub.post("/api/v1/keys", "{\"name\":\"\",\"scopes\":[\"admin\"]}").problem(400);
        hub.post("/api/v1/events?wait=long", "{}").problem(400);
        hub.send(hub.request("/api/v1/conflicts").setHeader("Accept", "text/html").GET())
                .problem(406);
        hub.send(
                        hub.request("/api/v1/events")
                                .setHeader("Content-Type", "text/csv")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("a,b")))
                .problem(415);
    }

    private static String status(Answer answer) {
        return answer.expect(202).json().at("/results/0/status").asText();
    }

    private static String profileId(Answer answer) {
        assertThat(answer.expect(200).header("ETag")).isNotEmpty();
        return answer.json().path("id").asText();
    }
}
