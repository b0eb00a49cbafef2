package dev.musubi.search;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import dev.musubi.stores.SharedStores;
import dev.musubi.testing.WebHub;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchApiTest {

    private static WebHub hub;

    /** Another hub on the same people, whose Elasticsearch is away. */
    private static WebHub lame;

    @BeforeAll
    static void open() {
        String database = WebHub.database();
        hub =
                WebHub.start(
                        database,
                        Map.of(
                                WebHub.SEARCH,
                                SharedStores.elasticsearchUri(),
                                "musubi.elasticsearch.prefix",
                                SharedStores.indexPrefix()));
        lame = WebHub.start(database, Map.of(WebHub.SEARCH, "http://127.0.0.1:1"));
        put(
                anOrder("R-20261122-0001", "4400")
                        .of("loyalty_id", "L-1001")
                        .ofVerified("email", "hanako@example.jp")
                        .ofVerified("phone", "090-1234-5678")
                        .trait("familyName", "佐藤")
                        .trait("givenName", "花子")
                        .build());
        put(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-666")
                        .trait("fullName", "Bobby <script>alert(1)</script>")
                        .build());
        await().atMost(Duration.ofSeconds(20)).until(() -> hits("佐藤").size() == 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> hits("Bobby").size() == 1);
    }

    @AfterEach
    void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
        assertThat(lame.contract().violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        hub.close();
        lame.close();
    }

    private static void put(ObjectNode event) {
        assertThat(hub.post("/api/v1/events?wait=applied", Json.write(event)).statusCode())
                .isEqualTo(202);
    }

    private static HttpResponse<String> search(WebHub hub, String q, String... headers) {
        return hub.get(
                "/api/v1/profiles/search?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8),
                headers);
    }

    private static JsonNode hits(String q) {
        HttpResponse<String> answer = search(hub, q);
        return answer.statusCode() == 200 ? WebHub.json(answer).path("hits") : Json.object();
    }

    @Test
    void aHitIsThePersonAndWhatMatched() {
        JsonNode hit = hits("さとう example").get(0);

        assertThat(hit.at("/profile/traits/familyName/value").asText()).isEqualTo("佐藤");
        assertThat(hit.at("/highlights/familyName/0").asText()).isEqualTo("<em>佐藤</em>");
        assertThat(hit.at("/highlights/email/0").asText()).isEqualTo("hanako@<em>example</em>.jp");
        assertThat(hit.path("score").asDouble()).isPositive();
    }

    @Test
    void aHighlightCarriesNoMarkupOfOthers() {
        assertThat(hits("bobby").at("/0/highlights/fullName/0").asText())
                .isEqualTo("<em>Bobby</em> &lt;script&gt;alert(1)&lt;/script&gt;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sato 5678", "hanako@example.jp", "090-1234-5678", "L-1001"})
    void whoMayNotSeeContactPointsSeesNoneInAHit(String q) {
        String key = hub.key("{\"name\":\"clerk\",\"scopes\":[\"profiles:read\"]}");

        HttpResponse<String> answer = search(hub, q, WebHub.as(key));

        assertThat(WebHub.json(answer).path("hits")).hasSize(1);
        assertThat(answer.body()).doesNotContain("hanako@", "12345678", "1001").contains("佐藤");
    }

    @Test
    void whoMayNotSeeContactPointsCannotSpellThemOut() {
        String key = hub.key("{\"name\":\"clerk-2\",\"scopes\":[\"profiles:read\"]}");

        assertThat(WebHub.json(search(hub, "hanako@ex", WebHub.as(key))).path("hits")).isEmpty();
        assertThat(WebHub.json(search(hub, "345678", WebHub.as(key))).path("hits")).isEmpty();
    }

    /** Blank ones are SearchTest's: the contract's validator takes them for absent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "🍣",
                "\"",
                "<script>alert(1)</script>",
                "مرحبا",
                "\u202Eabc",
                "*:*",
                "%00",
                "\\",
                "存在しない名前"
            })
    void oddQueriesFindNothing(String q) {
        HttpResponse<String> answer = search(hub, q);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(WebHub.json(answer).path("hits").size()).isLessThanOrEqualTo(1);
    }

    @Test
    void aLongQueryAndAWrongLimitAreRefused() {
        HttpResponse<String> tooLong = search(hub, "a".repeat(5_000));
        HttpResponse<String> wrongLimit = hub.get("/api/v1/profiles/search?q=a&limit=1000");

        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(WebHub.json(tooLong).path("field").asText()).isEqualTo("q");
        assertThat(tooLong.body()).contains("256", "5000");
        assertThat(wrongLimit.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hanako@example.jp", "090-1234-5678", "L-1001", "R-20261122-0001"})
    void wholeIdentifiersAreFoundWhileElasticsearchIsAway(String q) {
        HttpResponse<String> answer = search(lame, q);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(WebHub.json(answer).path("degraded").asBoolean()).isTrue();
        assertThat(WebHub.json(answer).at("/hits/0/profile/traits/familyName/value").asText())
                .isEqualTo("佐藤");
    }

    @Test
    void otherWordsAreAnsweredWithAReasonWhileElasticsearchIsAway() {
        HttpResponse<String> answer = search(lame, "佐藤");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(WebHub.json(answer).path("detail").asText()).contains("Elasticsearch");
    }
}
