package dev.musubi.platform.web;

import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest {

    private static WebHub hub;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
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

    @Test
    void aGzipBodyIsInflated() {
        HttpResponse<String> answer =
                gzip(
                        zipped(
                                EventBuilder.anEvent("store.visited")
                                        .build()
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void aThousandEventsOfTwelveMegabytesPassWhenTheyAreZipped() {
        var events = Json.object();
        var list = events.putArray("events");
        for (int i = 0; i < 1_000; i++) {
            list.add(
                    EventBuilder.anEvent("page.viewed")
                            .with("url", "/")
                            .with("note", "x".repeat(12_000))
                            .build());
        }
        byte[] all = events.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(all.length).isGreaterThan(12_000_000);

        HttpResponse<String> answer = gzip(zipped(all));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).at("/results/999/status").asText()).isEqualTo("accepted");
    }

    @Test
    void aBodyThatInflatesBeyondTwentyMegabytesIsRefusedBeforeItIsWhole() {
        byte[] bomb = zipped(new byte[400 << 20]);
        assertThat(bomb.length).isLessThan(1 << 20);

        HttpResponse<String> answer = gzip(bomb);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).path("detail").asText()).contains("20971520");
    }

    @Test
    void aBodyOfMoreThanFiveMegabytesIsRefused() {
        byte[] large = new byte[(5 << 20) + 1];
        Arrays.fill(large, (byte) ' ');

        HttpResponse<String> answer =
                hub.send(
                        "POST",
                        "/api/v1/events",
                        BodyPublishers.ofByteArray(large),
                        "Content-Type",
                        "application/json");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).path("detail").asText()).contains("5242880", "5242881");
    }

    @Test
    void aBodyWithoutALengthIsRefusedWhenItBecomesTooLarge() {
        HttpResponse<String> answer =
                hub.send(
                        "POST",
                        "/api/v1/profiles/lookup",
                        BodyPublishers.ofInputStream(
                                () ->
                                        new ByteArrayInputStream(
                                                ("{\"identifiers\":[\"" + "x".repeat(5 << 20))
                                                        .getBytes(StandardCharsets.UTF_8))),
                        "Content-Type",
                        "application/json");

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void aTruncatedGzipAndOneThatIsNoneAreUnreadable() {
        byte[] whole = zipped("{\"source\":\"x\"}".repeat(100).getBytes(StandardCharsets.UTF_8));

        for (byte[] broken :
                new byte[][] {
                    Arrays.copyOf(whole, whole.length - 9),
                    "no gzip".getBytes(StandardCharsets.UTF_8),
                    {}
                }) {
            HttpResponse<String> answer = gzip(broken);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer).path("code").asText()).isEqualTo("unreadable");
        }
    }

    /** Each gives its share of the memory for bodies back. */
    @Test
    void largeBodiesOneAfterAnotherAreAllRead() {
        String body = " ".repeat(4 << 20) + "{}";

        for (int i = 0; i < 40; i++) {
            assertThat(hub.post("/api/v1/events", body).statusCode()).isEqualTo(422);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void otherEncodingsAreRefused(String encoding) {
        HttpResponse<String> answer =
                hub.post("/api/v1/events", "{}", "Content-Encoding", encoding);

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; /api/v1/nothing; 404; there is nothing",
                "GET; /nothing; 404; there is nothing",
                "PUT; /api/v1/keys; 405; Allow",
                "DELETE; /api/v1/events; 405; Allow",
                "GET; /api/v1/profiles; 400; identifier: is required, came nothing",
                "GET; /api/v1/profiles?identifier=shoe:9; 400; expected type:value",
                "GET; /api/v1/profiles?identifier=customer_id:9; 400; expected customer_id:namespace",
                "GET; /api/v1/conflicts?limit=many; 400; limit: expected integer, came 4 characters",
                "GET; /api/v1/conflicts?limit=201; 400; limit: must be less than or equal to 200, came 201",
                "GET; /api/v1/conflicts?limit=0; 400; limit: must be greater than or equal to 1, came 0",
                "GET; /api/v1/conflicts?cursor=%25%25; 400; cursor",
                "GET; /api/v1/conflicts?cursor=AAAA; 400; cursor",
                "GET; /api/v1/events/a/b; 404; there is no event",
                "GET; /api/v1/profiles/x/timeline; 404; there is no profile",
            })
    void whatIsRefusedSaysWhatItWas(String method, String path, int status, String detail) {
        HttpResponse<String> answer = hub.send(method, path, BodyPublishers.noBody());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText())
                .isEqualTo("urn:musubi:problem:" + problem.path("code").asText());
        assertThat(problem.path("detail").asText()).contains(detail);
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        HttpResponse<String> answer =
                hub.post("/api/v1/profiles/lookup", "a=b", "Content-Type", "text/plain");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(json(answer).path("detail").asText()).contains("application/json");
    }

    @Test
    void anAnswerThatTheCallerDoesNotAcceptIsRefusedInJson() {
        HttpResponse<String> answer = hub.get("/api/v1/keys", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(json(answer).path("code").asText()).isEqualTo("not-acceptable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"identifiers\":[\"email:a@b.jp\",null]}; expected type:value",
                "{\"identifiers\":[]}; identifiers",
                "{\"identifiers\":\"email:a@b.jp\"}; identifiers",
                "{\"identifiers\":[\"email:a@b.jp\"; line 1, column",
                "{}; identifiers: must not be null, came nothing",
                "{\"identifiers\":[1]}; identifiers",
                "{\"identifiers\":[],\"identifiers\":[\"email:a@b.jp\"]}; line 1, column",
                "{\"identifiers\":[\"email:a@b.jp\"]} {}; line 1, column",
            })
    void aLookUpThatCannotBeReadIsRefusedInWords(String body, String detail) {
        HttpResponse<String> answer = hub.post("/api/v1/profiles/lookup", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("detail").asText()).contains(detail).doesNotContain("a@b.jp");
    }

    @Test
    void anEventIdMayHaveASlashAndOtherSigns() {
        String id = "R/2026;1 ?%#ü..";
        hub.post(
                "/api/v1/events",
                EventBuilder.anEvent("store.visited").id(id).from("pos:a").build().toString());

        HttpResponse<String> found =
                hub.get("/api/v1/events/pos:a/R%2F2026%3B1%20%3F%25%23%C3%BC..");

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(json(found).path("id").asText()).isEqualTo(id);
    }

    @Test
    void theContractIsServedAsItIsAndThePageHasNoScriptOfItsOwn() throws Exception {
        HttpResponse<String> contract = hub.get("/openapi.yaml");
        HttpResponse<String> page = hub.get("/docs");

        assertThat(contract.headers().firstValue("Content-Type")).hasValue("application/yaml");
        try (InputStream file = EdgeTest.class.getResourceAsStream("/musubi.yaml")) {
            assertThat(contract.body())
                    .isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(page.body())
                .contains("<script src=")
                .doesNotContain("http:", "https:", "<script>");
        for (String part :
                new String[] {"start.js", "ui/swagger-ui-bundle.js", "ui/swagger-ui.css"}) {
            assertThat(hub.get("/docs/" + part).statusCode()).isEqualTo(200);
        }
        assertThat(hub.get("/docs/ui/../../application.yaml").statusCode()).isIn(400, 404);
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepBrowsersSafe() {
        for (String path : new String[] {"/docs", "/api/v1/nothing", "/openapi.yaml"}) {
            var headers = hub.get(path).headers();
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe-eval", "script-src 'self' 'unsafe");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/{x} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "nonsense\r\n\r\n",
            })
    void whatIsNoHttpIsRefusedWithoutAPageOrATrace(String request) throws IOException {
        String answer = raw(request);

        assertThat(answer)
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json", "urn:musubi:problem:")
                .doesNotContain("<html", "Exception", "Tomcat");
    }

    @Test
    void headersThatAreTooLargeAreRefusedWithoutAPage() throws IOException {
        String answer =
                raw("GET /docs HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(70_000) + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json")
                .doesNotContain("<html", "Exception");
    }

    private static String raw(String request) throws IOException {
        URI address = URI.create(hub.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpResponse<String> gzip(byte[] body) {
        return hub.send(
                "POST",
                "/api/v1/events",
                BodyPublishers.ofByteArray(body),
                "Content-Encoding",
                "gzip",
                "Content-Type",
                "application/json");
    }

    private static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
