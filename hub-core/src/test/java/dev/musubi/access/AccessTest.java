package dev.musubi.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import dev.musubi.testing.WebHub.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may call what, through a real server. */
class AccessTest {

    private static final String SHOP = "https://shop.example";

    private static WebHub hub;

    @BeforeAll
    static void start() {
        hub = WebHub.start(Map.of("musubi.access.requests-per-second", 1000));
    }

    @AfterAll
    static void nothingWasOutsideTheContract() {
        assertThat(hub.breaches()).isEmpty();
        hub.close();
    }

    /** What a key may not, nobody may by forgetting: each method of a controller is guarded. */
    @Test
    void noCallIsWithoutAScope() {
        Map<?, HandlerMethod> calls =
                hub.get(RequestMappingHandlerMapping.class).getHandlerMethods();

        assertThat(calls).isNotEmpty();
        hub.get(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach(
                        (info, method) ->
                                assertThat(
                                                method.hasMethodAnnotation(Needs.class)
                                                        || info.getPatternValues().stream()
                                                                .allMatch(
                                                                        p ->
                                                                                p.startsWith(
                                                                                                "/error")
                                                                                        || ScopeCheck
                                                                                                .guarded(
                                                                                                        p)))
                                        .as(method.toString())
                                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/profiles/x",
                "/api/v1/nothing",
                "/openapi.yaml",
                "/docs",
                "/docs/ui/swagger-ui.css",
                "/actuator/prometheus",
                "/actuator/health/../prometheus",
                "/actuator/%68ealth",
                "/hooks/../openapi.yaml",
                "/hooks/%2e%2e/docs",
                "/hooks/a/b/../../../docs",
                "/hooks//docs",
                "/hooks;/docs",
                "/%61pi/v1/keys",
                "//api/v1/keys",
                "/error"
            })
    void nothingAnswersWithoutAKey(String path) {
        Answer answer = hub.send(HttpRequest.newBuilder(hub.uri(path)).GET());

        assertThat(answer.problem(401)).isEqualTo("no-key");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer ",
                "Bearer wrong",
                "Bearer msk_0196a3c1-9b7e-7c1d-8a55-0d9b2f1e6c01_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Basic OnRoZS1maXJzdC1rZXktb2YtdGhlLXRlc3Rz",
                "Digest x"
            })
    void aWrongKeyOpensNoCall(String authorization) {
        Answer answer =
                hub.send(
                        HttpRequest.newBuilder(hub.uri("/api/v1/keys"))
                                .header("Authorization", authorization)
                                .GET());

        assertThat(answer.problem(401)).isEqualTo("no-key");
    }

    @Test
    void aKeyLongerThanAnyIsNotLookedAt() {
        Answer answer =
                hub.send(
                        HttpRequest.newBuilder(hub.uri("/api/v1/keys"))
                                .header("Authorization", "Bearer " + "x".repeat(4000))
                                .GET());

        assertThat(answer.problem(401)).isEqualTo("no-key");
    }

    @Test
    void aKeyDoesWhatItsScopesSayAndNoMore() {
        String writer = make("{\"name\":\"till\",\"scopes\":[\"events:write\"]}");

        assertThat(as(writer, "/api/v1/profiles/x").problem(403)).isEqualTo("missing-scope");
        assertThat(as(writer, "/api/v1/keys").problem(403)).isEqualTo("missing-scope");
        assertThat(send(writer, anEvent("any")).status()).isEqualTo(202);
        assertThat(as(writer, "/actuator/prometheus").problem(403)).isEqualTo("missing-scope");
        assertThat(as(writer, "/openapi.yaml").status()).isEqualTo(200);
    }

    @Test
    void aKeyBoundToSourcesSpeaksForNoOther() {
        String key =
                make(
                        "{\"name\":\"ginza\",\"scopes\":[\"events:write\"],\"sources\":[\"pos:ginza\"]}");

        assertThat(send(key, anEvent("pos:ginza")).status()).isEqualTo(202);
        assertThat(
                        send(key, anEvent("pos:umeda"))
                                .expect(422)
                                .json()
                                .at("/results/0/problem/code")
                                .asText())
                .isEqualTo("foreign-source");
    }

    @Test
    void aNamespaceLeftOutIsTheKeys() {
        String bare = make("{\"name\":\"a\",\"scopes\":[\"events:write\"]}");
        String named =
                make(
                        "{\"name\":\"a\",\"scopes\":[\"events:write\"],\"namespaces\":{\"customer_id\":\"shop\"}}");
        String event =
                Json.write(EventBuilder.anEvent("app.opened").of("customer_id", "4711").build());

        assertThat(send(bare, event).expect(422).json().at("/results/0/problem/field").asText())
                .isEqualTo("identifiers[0].namespace");
        assertThat(send(named, event).status()).isEqualTo(202);
    }

    @Test
    void theSecretIsShownOnceAndItsHashIsKept() {
        JsonNode made =
                hub.post("/api/v1/keys", "{\"name\":\"once\",\"scopes\":[\"admin\"]}")
                        .expect(201)
                        .json();
        String secret = made.path("secret").asText();
        String id = made.at("/key/id").asText();

        String list = hub.get("/api/v1/keys").expect(200).text();

        assertThat(secret).startsWith("msk_" + id + "_");
        assertThat(list).contains(id).doesNotContain(secret.substring(41));
    }

    @Test
    void theDayOfItsLastUseIsKept() {
        String secret = make("{\"name\":\"used\",\"scopes\":[\"events:write\"]}");
        send(secret, anEvent("any")).expect(202);

        JsonNode keys = hub.get("/api/v1/keys").expect(200).json().path("keys");

        assertThat(keys)
                .filteredOn(k -> secret.contains(k.path("id").asText()))
                .singleElement()
                .satisfies(
                        k ->
                                assertThat(k.path("lastUsed").asText())
                                        .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString()));
    }

    @Test
    void aRevokedKeyIsOutOfUseWithinSeconds() {
        JsonNode made =
                hub.post("/api/v1/keys", "{\"name\":\"gone\",\"scopes\":[\"events:write\"]}")
                        .expect(201)
                        .json();
        String secret = made.path("secret").asText();
        send(secret, anEvent("any")).expect(202);

        hub.delete("/api/v1/keys/" + made.at("/key/id").asText()).expect(204);

        await("refused")
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> send(secret, anEvent("any")).problem(401));
        hub.delete("/api/v1/keys/" + made.at("/key/id").asText()).problem(404);
    }

    @Test
    void theFirstKeyCannotBeRevoked() {
        hub.delete("/api/v1/keys/admin").problem(404);

        hub.get("/api/v1/keys").expect(200);
    }

    @Test
    void aPublicKeySendsEventsFromItsOriginsOnly() {
        String key = aPublicKey();

        Answer sent = sendFrom(key, SHOP, anEvent("web:shop"));
        assertThat(sent.expect(202).header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
        assertThat(sent.header("Vary")).contains("Origin");
        assertThat(sendFrom(key, "https://evil.example", anEvent("web:shop")).problem(403))
                .isEqualTo("foreign-origin");
        assertThat(send(key, anEvent("web:shop")).problem(403)).isEqualTo("foreign-origin");
        assertThat(
                        hub.send(
                                        HttpRequest.newBuilder(hub.uri("/api/v1/profiles/x"))
                                                .header("Authorization", "Bearer " + key)
                                                .header("Origin", SHOP)
                                                .GET())
                                .problem(403))
                .isEqualTo("missing-scope");
    }

    @Test
    void aPublicKeyIsNeverBelieved() {
        String event =
                Json.write(
                        EventBuilder.anEvent("app.opened")
                                .ofVerified("email", "claimed@example.jp")
                                .build());

        String id =
                hub.send(
                                HttpRequest.newBuilder(hub.uri("/api/v1/events?wait=applied"))
                                        .header("Authorization", "Bearer " + aPublicKey())
                                        .header("Origin", SHOP)
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(event)))
                        .expect(202)
                        .json()
                        .at("/results/0/profileId")
                        .asText();

        assertThat(
                        hub.get("/api/v1/profiles/" + id)
                                .expect(200)
                                .json()
                                .at("/identifiers/0/verified")
                                .asBoolean(true))
                .isFalse();
    }

    @Test
    void aBrowserMayAskBeforehandFromAKnownOriginOnly() {
        aPublicKey();

        assertThat(preflight(SHOP).expect(204).header("Access-Control-Allow-Headers"))
                .contains("Authorization");
        assertThat(preflight("https://evil.example").problem(403)).isEqualTo("foreign-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"p\",\"kind\":\"public\",\"scopes\":[\"events:write\"]}",
                "{\"name\":\"p\",\"kind\":\"public\",\"scopes\":[\"events:write\",\"profiles:read\"],\"origins\":[\"https://shop.example\"]}",
                "{\"name\":\"p\",\"kind\":\"public\",\"scopes\":[\"events:write\"],\"origins\":[\"https://shop.example/path\"]}",
                "{\"name\":\"p\",\"kind\":\"public\",\"scopes\":[\"events:write\"],\"origins\":[\"*\"]}",
                "{\"name\":\"p\",\"kind\":\"public\",\"scopes\":[\"events:write\"],\"origins\":[\"https://shop.example\"],\"verified\":[\"email\"]}",
                "{\"name\":\"p\",\"scopes\":[\"events:write\"],\"origins\":[\"https://shop.example\"]}",
                "{\"name\":\"p\",\"scopes\":[\"events:write\"],\"namespaces\":{\"email\":\"x\"}}",
                "{\"name\":\"p\",\"scopes\":[\"events:write\"],\"namespaces\":{\"customer_id\":\"A B\"}}"
            })
    void aKeyThatMakesNoSenseIsNotMade(String wish) {
        assertThat(hub.post("/api/v1/keys", wish).problem(422)).isEqualTo("invalid-field");
    }

    @Test
    void whoIsTooFastIsToldWhenToComeBack() {
        String slow = make("{\"name\":\"slow\",\"scopes\":[\"profiles:read\"],\"rateLimit\":1}");
        as(slow, "/api/v1/profiles/x").problem(404);

        Answer answer = as(slow, "/api/v1/profiles/x");

        assertThat(answer.problem(429)).isEqualTo("too-many");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    }

    @Test
    void aPageTakesTheKeyAsAPassword() {
        String basic =
                Base64.getEncoder()
                        .encodeToString(("any:" + WebHub.ADMIN).getBytes(StandardCharsets.UTF_8));

        Answer asked = hub.send(HttpRequest.newBuilder(hub.uri("/docs")).GET());
        Answer page =
                hub.send(
                        HttpRequest.newBuilder(hub.uri("/docs"))
                                .header("Authorization", "Basic " + basic)
                                .GET());

        assertThat(asked.response().headers().allValues("WWW-Authenticate"))
                .anyMatch(h -> h.startsWith("Basic"));
        assertThat(page.expect(200).text()).contains("swagger-ui");
    }

    @Test
    void everyAnswerKeepsABrowserFromDoingMore() {
        for (Answer answer :
                new Answer[] {
                    hub.get("/api/v1/keys"),
                    hub.get("/docs"),
                    hub.send(HttpRequest.newBuilder(hub.uri("/docs")).GET())
                }) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    private static String make(String wish) {
        return hub.post("/api/v1/keys", wish).expect(201).json().path("secret").asText();
    }

    private static String aPublicKey() {
        return make(
                "{\"name\":\"pages\",\"kind\":\"public\",\"scopes\":[\"events:write\"],\"origins\":[\""
                        + SHOP
                        + "\"]}");
    }

    private static String anEvent(String source) {
        return Json.write(EventBuilder.anEvent("app.opened").from(source).build());
    }

    private static Answer as(String key, String path) {
        return hub.send(hub.request(path).setHeader("Authorization", "Bearer " + key).GET());
    }

    private static Answer send(String key, String event) {
        return hub.send(sending(key, event));
    }

    private static Answer sendFrom(String key, String origin, String event) {
        return hub.send(sending(key, event).header("Origin", origin));
    }

    private static HttpRequest.Builder sending(String key, String event) {
        return HttpRequest.newBuilder(hub.uri("/api/v1/events"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(event));
    }

    private static Answer preflight(String origin) {
        return hub.send(
                HttpRequest.newBuilder(hub.uri("/api/v1/events"))
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .method("OPTIONS", BodyPublishers.noBody()));
    }
}
