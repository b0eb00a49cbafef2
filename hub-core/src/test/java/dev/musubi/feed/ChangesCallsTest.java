package dev.musubi.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangesCallsTest {

    private static final String CHANGES = "/api/v1/profiles/changes";

    private WebHub hub;

    @BeforeEach
    void open() {
        hub = WebHub.start(Map.of());
    }

    @AfterEach
    void close() {
        List<String> violations = hub.contract().violations();
        hub.close();
        assertThat(violations).isEmpty();
    }

    @Test
    void aFollowerGoesOnFromPageToPageAndFromAnEmptyOneToo() {
        JsonNode nothing = page("");
        assertThat(nothing.path("changes")).isEmpty();

        visit("K-1");
        visit("K-2");
        JsonNode first = awaitPage("?limit=1&cursor=" + nothing.path("next").asText());
        JsonNode second = awaitPage("?limit=1&cursor=" + first.path("next").asText());
        JsonNode end = page("?cursor=" + second.path("next").asText());

        assertThat(first.at("/changes/0/type").asText()).isEqualTo("profile.created");
        assertThat(first.at("/changes/0/profile").asText()).isEqualTo(profile("K-1"));
        assertThat(first.at("/changes/0/seq").asLong()).isEqualTo(1);
        assertThat(second.at("/changes/0/profile").asText()).isEqualTo(profile("K-2"));
        assertThat(end.path("changes")).isEmpty();
        assertThat(end.path("next")).isEqualTo(second.path("next"));

        visit("K-1");
        JsonNode later = awaitPage("?cursor=" + end.path("next").asText());
        assertThat(later.at("/changes/0/type").asText()).isEqualTo("profile.changed");
        assertThat(later.at("/changes/0/version").asLong())
                .isGreaterThan(first.at("/changes/0/version").asLong());
    }

    @Test
    void aMergeAndItsSplitAreInTheFeed() {
        visit("M-1");
        visit("M-2");
        String one = profile("M-1");
        String two = profile("M-2");

        post("/api/v1/profiles/" + one + "/merge", "{\"with\":\"" + two + "\",\"reason\":\"r\"}");
        post(
                "/api/v1/profiles/" + one + "/split",
                "{\"identifiers\":[\"loyalty_id:M-2\"],\"reason\":\"r\"}");

        List<JsonNode> told = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            told.clear();
                            page("").path("changes").forEach(told::add);
                            return told.stream()
                                    .anyMatch(c -> c.path("type").asText().equals("profile.split"));
                        });
        JsonNode merge = of(told, "profile.merged");
        assertThat(merge.path("profile").asText()).isEqualTo(one);
        assertThat(merge.at("/others/0").asText()).isEqualTo(two);
        assertThat(merge.path("rule").asText()).isEqualTo("operator");
        assertThat(merge.path("actor").asText()).isNotEmpty();
        assertThat(of(told, "profile.split").at("/others/0").asText()).isEqualTo(two);
    }

    @Test
    void aCursorThatIsNoneOfOursAndALimitOutOfBoundsAreRefused() {
        for (String query :
                List.of("?cursor=what", "?cursor=LTE", "?cursor=MXx4", "?limit=0", "?limit=1001")) {
            assertThat(hub.get(CHANGES + query).statusCode()).as(query).isEqualTo(400);
        }
    }

    @Test
    void aCursorOlderThanWhatIsKeptAsksToReadEverythingAnew() {
        String before = page("").path("next").asText();
        visit("G-1");
        awaitPage("");
        visit("G-2");
        await().atMost(Duration.ofSeconds(30)).until(() -> page("").path("changes").size() == 2);
        entries().deleteOne(new Document("_id", 1L));

        HttpResponse<String> gone = hub.get(CHANGES + "?cursor=" + before);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(WebHub.json(gone).path("code").asText()).isEqualTo("changes-gone");
        assertThat(page("").at("/changes/0/seq").asLong()).isEqualTo(2);

        entries().deleteMany(new Document());
        assertThat(hub.get(CHANGES + "?cursor=" + before).statusCode()).isEqualTo(410);
        String next = page("").path("next").asText();
        visit("G-3");
        assertThat(awaitPage("?cursor=" + next).at("/changes/0/seq").asLong()).isEqualTo(3);
    }

    @Test
    void aKeyWithoutTheScopeIsRefused() {
        String key = hub.key("{\"name\":\"n\",\"kind\":\"secret\",\"scopes\":[\"events:write\"]}");

        assertThat(hub.get(CHANGES, WebHub.as(key)).statusCode()).isEqualTo(403);
    }

    private com.mongodb.client.MongoCollection<Document> entries() {
        return hub.get(DocumentStore.class).collection("profileChanges");
    }

    private static JsonNode of(List<JsonNode> changes, String type) {
        return changes.stream()
                .filter(c -> c.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode awaitPage(String query) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !page(query).path("changes").isEmpty());
        return page(query);
    }

    private JsonNode page(String query) {
        HttpResponse<String> answer = hub.get(CHANGES + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return WebHub.json(answer);
    }

    private String profile(String card) {
        return WebHub.json(hub.get("/api/v1/profiles?identifier=loyalty_id:" + card))
                .path("id")
                .asText();
    }

    private void visit(String card) {
        post(
                "/api/v1/events?wait=applied",
                """
                {"source":"till","id":"%s","type":"store.visited","time":"2026-11-01T10:00:00Z","channel":"store",
                 "identifiers":[{"type":"loyalty_id","value":"%s"}],"data":{}}"""
                        .formatted(java.util.UUID.randomUUID(), card));
    }

    private void post(String path, String body) {
        HttpResponse<String> answer = hub.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    }
}
