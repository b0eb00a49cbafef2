package dev.musubi.access;

import static dev.musubi.testing.WebHub.as;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String SHOP = "https://shop.example";

    private static String database;
    private static WebHub hub;

    @BeforeAll
    static void open() {
        database = WebHub.database();
        hub = WebHub.start(database, Map.of());
    }

    @BeforeEach
    void forget() {
        hub.contract().forget();
    }

    @AfterEach
    void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/keys",
                "/api/v1/profiles/x",
                "/api/v1/events/a/b",
                "/api/v1/nothing",
                "/openapi.yaml",
                "/docs",
                "/docs/ui/swagger-ui.css",
                "/actuator/prometheus",
                "/error",
                "/",
            })
    void nothingAnswersWithoutAKey(String path) {
        for (String key :
                new String[] {null, "Bearer wrong", "Bearer msk_unknown_secret", "Token x"}) {
            HttpResponse<String> answer = hub.get(path, "Authorization", key);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(json(answer).path("code").asText()).isEqualTo("no-key");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hooks/../api/v1/keys",
                "/hooks/%2e%2e/api/v1/keys",
                "/hooks/..;/api/v1/keys",
                "/hooks;/api/v1/keys",
                "/actuator/health/../prometheus",
                "//api/v1/keys",
                "/api/v1/./keys",
                "/hooks/%2E./docs",
                "/%61ctuator/prometheus",
                "/%68ooks/../docs",
            })
    void aPathThatLooksLikeAnOpenOneOpensNothing(String path) {
        HttpResponse<String> answer = hub.get(path, "Authorization", null);

        assertThat(answer.statusCode()).isIn(400, 401, 404);
        assertThat(json(answer).path("code").asText()).isNotEmpty();
    }

    @Test
    void aKeyMayWhatItsScopesSayAndAnAdminMayAll() {
        String reader = hub.key("{\"name\":\"reader\",\"scopes\":[\"profiles:read\"]}");

        assertThat(hub.get("/api/v1/profiles/nobody", as(reader)).statusCode()).isEqualTo(404);
        HttpResponse<String> refused = hub.get("/api/v1/keys", as(reader));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).path("detail").asText()).contains("admin");
        assertThat(hub.post("/api/v1/events", "{}", as(reader)).statusCode()).isEqualTo(403);
        assertThat(hub.get("/api/v1/keys").statusCode()).isEqualTo(200);
        assertThat(hub.get("/api/v1/profiles/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyWorksAsThePasswordOfBasicSoThatABrowserCanAskForIt() {
        String basic =
                Base64.getEncoder()
                        .encodeToString(("me:" + WebHub.ADMIN).getBytes(StandardCharsets.UTF_8));

        assertThat(hub.get("/docs", "Authorization", null).headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(v -> assertThat(v).startsWith("Basic"));
        assertThat(hub.get("/docs", "Authorization", "Basic " + basic).statusCode()).isEqualTo(200);
        assertThat(hub.get("/docs", "Authorization", "Basic %%%").statusCode()).isEqualTo(401);
    }

    /** A browser sends a password it knows along with a form of anybody's page. */
    @Test
    void aPasswordOpensPagesAndNoCalls() {
        String basic =
                Base64.getEncoder()
                        .encodeToString(("me:" + WebHub.ADMIN).getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer =
                hub.post("/api/v1/dead-letters/x/replay", "", "Authorization", "Basic " + basic);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
    }

    @Test
    void metricsAreTheOperators() {
        String reader = hub.key("{\"name\":\"reader\",\"scopes\":[\"profiles:read\"]}");

        assertThat(hub.get("/actuator/prometheus", as(reader)).statusCode()).isEqualTo(403);
        assertThat(hub.get("/openapi.yaml", as(reader)).statusCode()).isEqualTo(200);
    }

    @Test
    void theDayOfAKeysLastUseIsKept() {
        String secret = hub.key("{\"name\":\"used\",\"scopes\":[\"profiles:read\"]}");
        hub.get("/api/v1/profiles/x", as(secret));

        assertThat(json(hub.get("/api/v1/keys")).path("keys"))
                .filteredOn(key -> secret.contains(key.path("id").asText()))
                .singleElement()
                .satisfies(
                        key ->
                                assertThat(key.path("lastUsed").asText())
                                        .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString()));
    }

    @Test
    void aKeyMayHaveARateOfItsOwn() {
        String slow = hub.key("{\"name\":\"slow\",\"scopes\":[\"profiles:read\"],\"rateLimit\":1}");
        String usual = hub.key("{\"name\":\"usual\",\"scopes\":[\"profiles:read\"]}");

        List<Integer> answers =
                IntStream.range(0, 10)
                        .mapToObj(_ -> hub.get("/api/v1/profiles/x", as(slow)).statusCode())
                        .toList();

        assertThat(answers).contains(429);
        assertThat(hub.get("/api/v1/profiles/x", as(usual)).statusCode()).isEqualTo(404);
    }

    @Test
    void aSecretIsShownOnceAndNeverKept() {
        HttpResponse<String> created =
                hub.post("/api/v1/keys", "{\"name\":\"once\",\"scopes\":[\"events:write\"]}");
        JsonNode body = json(created);
        String secret = body.path("secret").asText();
        String id = body.path("key").path("id").asText();

        assertThat(secret).startsWith("msk_" + id + "_").hasSizeGreaterThan(48);
        String listed = hub.get("/api/v1/keys").body();
        assertThat(listed).contains(id).doesNotContain(secret);
        assertThat(
                        hub.get(dev.musubi.platform.DocumentStore.class)
                                .database()
                                .getCollection("keys")
                                .find(new org.bson.Document("_id", id))
                                .first()
                                .toJson())
                .doesNotContain(secret.substring(secret.lastIndexOf('_') + 1));
    }

    @Test
    void aRevokedKeyStopsWorkingOnEveryHubWithinFiveSeconds() {
        try (WebHub other = WebHub.start(database, Map.of())) {
            JsonNode made =
                    json(
                            hub.post(
                                    "/api/v1/keys",
                                    "{\"name\":\"gone\",\"scopes\":[\"profiles:read\"]}"));
            String secret = made.path("secret").asText();
            String id = made.path("key").path("id").asText();
            assertThat(hub.get("/api/v1/profiles/x", as(secret)).statusCode()).isEqualTo(404);
            assertThat(other.get("/api/v1/profiles/x", as(secret)).statusCode()).isEqualTo(404);

            assertThat(delete(id).statusCode()).isEqualTo(204);

            await("revoked everywhere")
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(
                            () -> {
                                assertThat(hub.get("/api/v1/profiles/x", as(secret)).statusCode())
                                        .isEqualTo(401);
                                assertThat(other.get("/api/v1/profiles/x", as(secret)).statusCode())
                                        .isEqualTo(401);
                            });
            assertThat(delete(id).statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> delete(String keyId) {
        return hub.send("DELETE", "/api/v1/keys/" + keyId, BodyPublishers.noBody());
    }

    @Test
    void anEventOfAnotherSourceThanTheKeysIsRejected() {
        String till =
                hub.key(
                        """
                        {"name":"till","scopes":["events:write"],"sources":["pos:ginza"]}""");

        HttpResponse<String> foreign =
                hub.post(
                        "/api/v1/events",
                        EventBuilder.anEvent("store.visited").from("pos:ueno").build().toString(),
                        as(till));

        assertThat(foreign.statusCode()).isEqualTo(422);
        assertThat(json(foreign).at("/results/0/status").asText()).isEqualTo("rejected");
        assertThat(
                        hub.post(
                                        "/api/v1/events",
                                        EventBuilder.anEvent("store.visited")
                                                .from("pos:ginza")
                                                .build()
                                                .toString(),
                                        as(till))
                                .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aPublicKeySendsEventsFromItsOriginsAndDoesNothingElse() {
        String secret = publicKey();
        String event =
                EventBuilder.anEvent("page.viewed")
                        .of("loyalty_id", "L-77")
                        .with("url", "/x")
                        .build()
                        .toString();

        HttpResponse<String> sent =
                hub.post("/api/v1/events?wait=applied", event, from(secret, SHOP));
        assertThat(sent.statusCode()).isEqualTo(202);
        assertThat(sent.headers().firstValue("Access-Control-Allow-Origin")).hasValue(SHOP);
        assertThat(json(sent).at("/results/0/profileId").isMissingNode()).isTrue();

        for (String origin : new String[] {null, "https://evil.example", "null", SHOP + ".evil"}) {
            assertThat(hub.post("/api/v1/events", event, from(secret, origin)).statusCode())
                    .isEqualTo(403);
        }
        for (String path :
                new String[] {
                    "/api/v1/profiles/x", "/docs", "/openapi.yaml", "/actuator/prometheus"
                }) {
            assertThat(hub.get(path, from(secret, SHOP)).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aPublicKeyIsNeverBelieved() {
        String secret = publicKey();
        String event =
                EventBuilder.anEvent("page.viewed")
                        .ofVerified("email", "claimed@example.jp")
                        .with("url", "/x")
                        .build()
                        .toString();

        hub.post("/api/v1/events?wait=applied", event, from(secret, SHOP));

        HttpResponse<String> found =
                hub.get("/api/v1/profiles?identifier=email:claimed@example.jp");
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(json(found).at("/identifiers/0/verified").asBoolean()).isFalse();
    }

    @Test
    void aBrowserMayAskBeforeItSends() {
        HttpResponse<String> answer =
                hub.send(
                        "OPTIONS",
                        "/api/v1/events",
                        BodyPublishers.noBody(),
                        "Authorization",
                        null,
                        "Origin",
                        SHOP,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,content-type");

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(SHOP);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("GET, POST");
        assertThat(answer.body()).isEmpty();
    }

    private static String publicKey() {
        return hub.key(
                """
                {"name":"web","kind":"public","scopes":["events:write"],"origins":["%s"],
                 "verified":["email"]}"""
                        .formatted(SHOP));
    }

    private static String[] from(String secret, String origin) {
        return new String[] {"Authorization", "Bearer " + secret, "Origin", origin};
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"k\",\"scopes\":[\"everything\"]}",
                "{\"name\":\"k\",\"scopes\":[]}",
                "{\"name\":\"\",\"scopes\":[\"admin\"]}",
                "{\"scopes\":[\"admin\"]}",
                "{\"name\":\"k\",\"scopes\":[null]}",
                "{\"name\":\"k\",\"scopes\":[\"admin\"],\"sources\":[\"NOT A SOURCE\"]}",
                "{\"name\":\"k\",\"scopes\":[\"admin\"],\"sources\":[null]}",
                "{\"name\":\"k\",\"scopes\":[\"admin\"],\"namespaces\":{\"email\":\"x\"}}",
                "{\"name\":\"k\",\"scopes\":[\"admin\"],\"namespaces\":{\"customer_id\":null}}",
                "{\"name\":\"k\",\"scopes\":[\"admin\"],\"origins\":[\"https://shop.example\"]}",
                "{\"name\":\"k\",\"kind\":\"public\",\"scopes\":[\"admin\"],\"origins\":[\"https://a.b\"]}",
                "{\"name\":\"k\",\"kind\":\"public\",\"scopes\":[\"events:write\"]}",
                "{\"name\":\"k\",\"kind\":\"public\",\"scopes\":[\"events:write\"],\"origins\":[\"*\"]}",
                "{\"name\":\"k\",\"kind\":\"public\",\"scopes\":[\"events:write\"],\"origins\":[\"https://a.b/x\"]}",
                "[]",
                "null",
                "{",
                "",
            })
    void aKeyThatCannotBeIsRefusedInWords(String wish) {
        HttpResponse<String> answer = hub.post("/api/v1/keys", wish);

        assertThat(answer.statusCode()).isIn(400, 422);
        assertThat(json(answer).path("detail").asText())
                .containsAnyOf("expected", "must", "needs", "may", "only");
    }
}
