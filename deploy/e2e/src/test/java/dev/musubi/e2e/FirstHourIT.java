package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.musubi.client.ApiException;
import dev.musubi.client.Musubi;
import dev.musubi.client.model.Event;
import dev.musubi.client.model.EventBatch;
import dev.musubi.client.model.EventIdentifier;
import dev.musubi.client.model.EventResult;
import dev.musubi.client.model.EventTraits;
import dev.musubi.client.model.IdentifierType;
import dev.musubi.client.model.NewKey;
import dev.musubi.client.model.Order;
import dev.musubi.client.model.Permission;
import dev.musubi.client.model.Scope;
import dev.musubi.client.model.TimelineEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a developer meets in the first hour, and what a hostile one tries. */
class FirstHourIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path folder;

    private static HubProcess hub;
    private static Musubi musubi;

    @BeforeAll
    static void start() throws IOException {
        hub = HubProcess.start(folder.resolve("data"));
        musubi = hub.client();
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void aReceiptBecomesAPersonWithATimelineAndAnOrder() throws ApiException {
        var receipt = receipt("R-1", "L-1001", "hanako@example.jp", "4400");

        var first = append(receipt);

        assertThat(first.getStatus()).isEqualTo(EventResult.StatusEnum.ACCEPTED);
        var person = musubi.profiles().findProfile("email:hanako@example.jp");
        assertThat(person.getId()).isEqualTo(first.getProfileId());
        assertThat(musubi.profiles().findProfile("loyalty_id:L-1001").getId())
                .isEqualTo(person.getId());
        assertThat(person.getTraits().get("familyName").getValue()).isEqualTo("佐藤");
        assertThat(person.getStats().getEvents()).isEqualTo(1);
        assertThat(person.getStats().getOrders()).isEqualTo(1);
        assertThat(person.getStats().getRevenue()).isEqualTo(Map.of("JPY", "4400"));
        assertThat(musubi.profiles().getTimeline(person.getId(), null, null).getItems())
                .extracting(TimelineEvent::getId)
                .containsExactly("R-1");
        assertThat(musubi.profiles().getOrders(person.getId(), null, null).getItems())
                .extracting(Order::getOrderId, Order::getTotal)
                .containsExactly(tuple("R-1", "4400"));
    }

    @Test
    void aRepeatIsADuplicateAndAnotherBodyUnderTheSameIdAConflict() throws ApiException {
        append(receipt("R-2", "L-1002", "jiro@example.jp", "100"));

        assertThat(append(receipt("R-2", "L-1002", "jiro@example.jp", "100")).getStatus())
                .isEqualTo(EventResult.StatusEnum.DUPLICATE);
        var conflict = append(receipt("R-2", "L-1002", "jiro@example.jp", "999"));

        assertThat(conflict.getStatus()).isEqualTo(EventResult.StatusEnum.CONFLICT);
        var person = musubi.profiles().findProfile("loyalty_id:L-1002");
        assertThat(person.getStats().getEvents()).isEqualTo(1);
        assertThat(person.getStats().getRevenue()).isEqualTo(Map.of("JPY", "100"));
        assertThat(musubi.events().getConflicts(null, null).getItems())
                .anySatisfy(kept -> assertThat(kept.getId()).isEqualTo("R-2"));
    }

    @Test
    void mayIWriteToThemIsNoUntilTheySayYes() throws ApiException {
        var id = append(receipt("R-3", "L-1003", "saburo@example.jp", "1")).getProfileId();

        assertThat(marketing(id))
                .extracting(Permission::getAllowed, p -> p.getReason().getValue())
                .containsExactly(tuple(false, "no_consent"));

        append(
                event("C-3", "consent.changed", "L-1003", "saburo@example.jp")
                        .data(
                                Map.of(
                                        "purpose", "marketing",
                                        "channel", "email",
                                        "decision", "granted")));

        assertThat(marketing(id))
                .extracting(Permission::getAllowed, Permission::getDecidedBy)
                .isNotEmpty()
                .containsOnly(tuple(true, "pos:ginza|C-3"));
    }

    @Test
    void aDryRunSaysWhatWouldBeSaidAndStoresNothing() throws ApiException {
        var batch =
                new EventBatch().addEventsItem(receipt("R-4", "L-1004", "shiro@example.jp", "1"));

        var said = musubi.events().appendEvents(batch, null, true).getResults().getFirst();

        assertThat(said.getStatus()).isEqualTo(EventResult.StatusEnum.ACCEPTED);
        assertThat(status(() -> musubi.events().getEvent("pos:ginza", "R-4"))).isEqualTo(404);
        assertThat(status(() -> musubi.profiles().findProfile("loyalty_id:L-1004"))).isEqualTo(404);
    }

    @Test
    void withoutAKeyOrWithoutTheScopeTheAnswerIsAProblem() throws Exception {
        var anonymous = send(HttpRequest.newBuilder(hub.at("/api/v1/keys")));
        assertProblem(anonymous, 401);

        var writer =
                musubi.keys()
                        .createKey(new NewKey().name("till").scopes(List.of(Scope.EVENTS_WRITE)))
                        .getSecret();
        var forbidden =
                send(
                        HttpRequest.newBuilder(hub.at("/api/v1/profiles?identifier=email:a@b.jp"))
                                .header("Authorization", "Bearer " + writer));
        assertProblem(forbidden, 403);
        assertThat(forbidden.body()).contains("profiles:read");
    }

    @Test
    void theFirstAdministratorLogsInWithThePasswordBelowTheDataFolder() throws Exception {
        String password = Files.readString(folder.resolve("data/console.password")).strip();
        try (HttpClient browser =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            String door = sent(browser, HttpRequest.newBuilder(hub.at("/console")).build()).body();
            Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(door);
            assertThat(token.find()).as(door).isTrue();

            HttpResponse<String> inside =
                    sent(
                            browser,
                            HttpRequest.newBuilder(hub.at("/console/login"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "username=admin&_csrf=%s&password=%s"
                                                            .formatted(
                                                                    encoded(token.group(1)),
                                                                    encoded(password))))
                                    .build());

            assertThat(inside.uri().getPath()).isEqualTo("/console/find");
            assertThat(inside.body()).contains("Find a customer");
            for (Matcher script = Pattern.compile("src=\"([^\"]+)\"").matcher(inside.body());
                    script.find(); ) {
                assertThat(
                                sent(
                                                browser,
                                                HttpRequest.newBuilder(hub.at(script.group(1)))
                                                        .build())
                                        .statusCode())
                        .as(script.group(1))
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void hostileBodiesAreRefusedWithProblemsAndTheHubLivesOn() throws Exception {
        var badUtf8 = "{\"source\":\"a\",\"id\":\"x?\"}".getBytes(StandardCharsets.UTF_8);
        badUtf8[badUtf8.length - 3] = (byte) 0xff;
        assertProblem(post(badUtf8, null), 400);
        assertProblem(post("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8), null), 400);
        assertProblem(post(gzip(new byte[21 << 20]), "gzip"), 413);
        assertProblem(post(new byte[(5 << 20) + 1], null), 413);

        assertRejected(eventWithData("{\"a\":\"" + "x".repeat(257 << 10) + "\"}"), "262144");
        assertRejected(eventWithData("{\"a\":".repeat(40) + "1" + "}".repeat(40)), "32");

        assertThat(send(HttpRequest.newBuilder(hub.at("/actuator/health"))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theContractServedIsTheContractWritten() throws Exception {
        var served =
                send(
                        HttpRequest.newBuilder(hub.at("/openapi.yaml"))
                                .header("Authorization", "Bearer " + HubProcess.KEY));

        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.body())
                .isEqualTo(
                        Files.readString(
                                Path.of(
                                                Optional.ofNullable(System.getenv("MUSUBI_ROOT"))
                                                        .orElse("../.."))
                                        .resolve(
                                                "openapi/contract/src/main/resources/musubi.yaml")));
    }

    private static List<Permission> marketing(String id) throws ApiException {
        return musubi.profiles().getPermissions(id, "marketing", "email", null).getPermissions();
    }

    private static EventResult append(Event event) throws ApiException {
        return musubi.events()
                .appendEvents(new EventBatch().addEventsItem(event), "applied", false)
                .getResults()
                .getFirst();
    }

    private static Event receipt(String id, String card, String email, String total) {
        return event(id, "order.placed", card, email)
                .traits(
                        new EventTraits()
                                .familyName("佐藤")
                                .givenName("花子")
                                .birthDate(LocalDate.of(1990, 4, 1)))
                .data(
                        Map.of(
                                "orderId",
                                id,
                                "currency",
                                "JPY",
                                "total",
                                total,
                                "lines",
                                List.of(
                                        Map.of(
                                                "sku", "A-1",
                                                "quantity", "1",
                                                "unitPrice", total))));
    }

    private static Event event(String id, String type, String card, String email) {
        return new Event()
                .source("pos:ginza")
                .id(id)
                .type(type)
                .time("2026-11-22T10:15:30+09:00")
                .channel("store")
                .location("ginza")
                .addIdentifiersItem(
                        new EventIdentifier().type(IdentifierType.LOYALTY_ID).value(card))
                .addIdentifiersItem(
                        new EventIdentifier()
                                .type(IdentifierType.EMAIL)
                                .value(email)
                                .verified(true));
    }

    private static byte[] eventWithData(String data) {
        return ("{\"source\":\"a\",\"id\":\"1\",\"type\":\"custom.thing\",\"channel\":\"web\","
                        + "\"time\":\"2026-11-22T10:15:30+09:00\",\"data\":"
                        + data
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRejected(byte[] body, String limit) throws Exception {
        var answer = post(body, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        JsonNode result = JSON.readTree(answer.body()).path("results").path(0);
        assertThat(result.path("status").asText()).isEqualTo("rejected");
        assertThat(result.path("problem").path("detail").asText()).contains(limit);
    }

    private static void assertProblem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).startsWith("urn:musubi:problem:");
        assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("Exception");
    }

    private static HttpResponse<String> post(byte[] body, String encoding) throws Exception {
        var request =
                HttpRequest.newBuilder(hub.at("/api/v1/events"))
                        .header("Authorization", "Bearer " + HubProcess.KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return hub.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private interface Call {
        void run() throws ApiException;
    }

    private static int status(Call call) {
        return catchThrowableOfType(ApiException.class, call::run).getCode();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> sent(HttpClient browser, HttpRequest request)
            throws IOException, InterruptedException {
        return browser.send(request, BodyHandlers.ofString());
    }
}
