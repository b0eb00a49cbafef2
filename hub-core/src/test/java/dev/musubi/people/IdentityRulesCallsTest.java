package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.WebHub.as;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules in force, and shared contact points that a person gives their power back, over HTTP. */
class IdentityRulesCallsTest {

    private static final AtomicInteger MINUTE = new AtomicInteger();

    private static WebHub hub;
    private static String clerk;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
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
    void theRulesInForceAreToldAndHowFarTheyAreCarriedOut() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> rules().path("progress").path("done").asBoolean());

        JsonNode rules = rules();
        assertThat(rules.path("version").asInt()).isEqualTo(2);
        assertThat(rules.path("history")).hasSize(1);
        assertThat(rules.at("/history/0/digest").asText()).hasSize(64);
    }

    @Test
    void aFamilyMailThatIsOnePersonsAfterAllJoinsHerCardsAndLetsThemGoAgain() {
        String id = put(owner("three@b.jp", "A-1"));
        put(owner("three@b.jp", "A-2"));
        put(owner("three@b.jp", "A-3"));
        String fourth = put(owner("three@b.jp", "A-4"));
        assertThat(ids("A-1", "A-2", "A-3", "A-4")).hasSize(3);

        JsonNode preview = json(shared("email:three@b.jp", false, "?preview=true"));
        assertThat(preview.path("preview").asBoolean()).isTrue();
        assertThat(preview.has("decision")).isFalse();
        assertThat(preview.path("profiles")).hasSize(1);
        assertThat(preview.path("retired")).hasSize(2);
        assertThat(ids("A-1", "A-2", "A-3", "A-4")).hasSize(3);

        JsonNode lifted = json(shared("email:three@b.jp", false, ""));
        assertThat(lifted.at("/profiles/0/id").asText()).isEqualTo(id);
        assertThat(lifted.path("retired")).isEqualTo(preview.path("retired"));
        assertThat(ids("A-1", "A-2", "A-3", "A-4")).containsExactly(id);
        JsonNode identity = json(get(id + "/identity"));
        JsonNode mail =
                identity.path("nodes").findParents("lifted").stream().findFirst().orElseThrow();
        assertThat(mail.at("/lifted/reason").asText()).isEqualTo("three cards are hers");
        assertThat(mail.path("shared").asBoolean()).isFalse();
        assertThat(mail.at("/lifted/decision").asText())
                .isEqualTo(lifted.path("decision").asText());

        // Whoever comes later is joined too.
        put(owner("three@b.jp", "A-5"));
        assertThat(ids("A-1", "A-5")).hasSize(1);

        JsonNode before = json(shared("email:three@b.jp", true, "?preview=true"));
        assertThat(before.path("profiles").size()).isGreaterThan(1);
        assertThat(ids("A-1", "A-3", "A-4", "A-5")).hasSize(1);
        json(shared("email:three@b.jp", true, ""));
        assertThat(ids("A-1", "A-2")).containsExactly(id);
        assertThat(ids("A-1", "A-3", "A-4", "A-5")).hasSize(4);
        assertThat(json(get(fourth)).path("id").asText()).isEqualTo(fourth);
    }

    @Test
    void whoComesInWhileAPointGetsItsPowerBackIsNotForgotten() throws Exception {
        for (int round = 0; round < 5; round++) {
            String mail = "pour" + round + "@b.jp";
            List<String> cards = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                cards.add("P" + round + "-" + i);
                put(owner(mail, cards.getLast()));
            }
            try (ExecutorService side = Executors.newFixedThreadPool(2)) {
                List<Future<?>> pouring = new ArrayList<>();
                for (int i = 4; i < 24; i++) {
                    String card = "P" + round + "-" + i;
                    cards.add(card);
                    pouring.add(side.submit(() -> put(owner(mail, card))));
                }
                assertThat(shared("email:" + mail, false, "").statusCode()).isEqualTo(200);
                for (Future<?> one : pouring) {
                    one.get();
                }
            }
            assertThat(ids(cards.toArray(String[]::new))).as("round %d", round).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "email:nobody@b.jp, false, 404, not-found",
        "email:plain@b.jp, false, 409, not-shared",
        "email:plain@b.jp, true, 409, not-lifted",
        "loyalty_id:Q-1, false, 422, invalid-field",
        "email:unknown, false, 422, invalid-field"
    })
    void whatCannotBeIsSaid(String identifier, boolean shared, int status, String code) {
        put(owner("plain@b.jp", "Q-1"));

        HttpResponse<String> answer = shared(identifier, shared, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Json.read(answer.body()).path("code").asText()).isEqualTo(code);
    }

    @Test
    void aPhoneOfHundredsIsNobodysAlone() {
        for (int i = 0; i < 60; i++) {
            put(
                    anEvent("store.visited")
                            .minute(i)
                            .of("loyalty_id", "N-" + i)
                            .ofVerified("phone", "0388887777"));
        }

        HttpResponse<String> answer = shared("phone:0388887777", false, "");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("more identifiers than one person may have");
    }

    private static JsonNode rules() {
        return json(hub.get("/api/v1/identity/rules", as(clerk)));
    }

    private static HttpResponse<String> shared(String identifier, boolean shared, String query) {
        return hub.post(
                "/api/v1/identity/shared" + query,
                "{\"identifier\":\"%s\",\"shared\":%b,\"reason\":\"three cards are hers\"}"
                        .formatted(identifier, shared),
                as(clerk));
    }

    private static EventBuilder owner(String mail, String card) {
        return anEvent("store.visited")
                .minute(MINUTE.incrementAndGet())
                .of("loyalty_id", card)
                .ofVerified("email", mail);
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

    private static String id(String card) {
        return json(hub.get("/api/v1/profiles?identifier=loyalty_id:" + card, as(clerk)))
                .path("id")
                .asText();
    }

    private static Set<String> ids(String... cards) {
        Set<String> ids = new TreeSet<>();
        for (String card : cards) {
            ids.add(id(card));
        }
        return ids;
    }

    private static HttpResponse<String> get(String path) {
        return hub.get("/api/v1/profiles/" + path, as(clerk));
    }
}
