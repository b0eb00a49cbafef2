package dev.musubi.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import dev.musubi.testing.WebHub.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies of every size, shape and pace, through a real server. */
class BodyLimitsTest {

    private static WebHub hub;

    @BeforeAll
    static void start() {
        hub =
                WebHub.start(
                        Map.of(
                                "musubi.web.body-timeout", "2s",
                                "server.tomcat.connection-timeout", "1s"));
    }

    @AfterAll
    static void nothingWasOutsideTheContract() {
        assertThat(hub.breaches()).isEmpty();
        hub.close();
    }

    @Test
    void aGzipBodyIsReadAsIfItWerePlain() throws IOException {
        assertThat(
                        post("gzip", gzip(anEvent()))
                                .expect(202)
                                .json()
                                .at("/results/0/status")
                                .asText())
                .isEqualTo("accepted");
        assertThat(post("identity", anEvent()).status()).isEqualTo(202);
    }

    @Test
    void aBodyThatIsNotGzipSaysSo() throws IOException {
        byte[] whole = gzip(anEvent());

        assertThat(post("gzip", anEvent()).problem(400)).isEqualTo("unreadable");
        assertThat(post("gzip", Arrays.copyOf(whole, whole.length / 2)).problem(400))
                .isEqualTo("unreadable");
        assertThat(post("gzip", new byte[0]).problem(400)).isEqualTo("unreadable");
    }

    @Test
    void anotherEncodingIsNotTaken() {
        Answer answer = post("br", anEvent());

        assertThat(answer.problem(415)).isEqualTo("unknown-encoding");
        assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void moreThan5MegabytesAreRefusedBeforeTheyAreRead() {
        assertThat(post("identity", new byte[(5 << 20) + 1]).problem(413)).isEqualTo("too-large");
    }

    @Test
    void moreThan5MegabytesAreRefusedAlsoWhereTheyAreNotAnnounced() {
        Answer answer =
                hub.send(
                        hub.request("/api/v1/events")
                                .setHeader("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () ->
                                                        new ByteArrayInputStream(
                                                                " "
                                                                        .repeat((5 << 20) + 1)
                                                                        .getBytes(UTF_8)))));

        assertThat(answer.problem(413)).isEqualTo("too-large");
    }

    @Test
    void aBombOf1GigabyteIsRefusedAt20Megabytes() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                out.write(zeros);
            }
        }

        assertThat(bomb.size()).isLessThan(5 << 20);
        assertThat(post("gzip", bomb.toByteArray()).problem(413)).isEqualTo("too-large");
    }

    @Test
    void aLookUpIsBoundedLikeAnEvent() throws IOException {
        Answer answer =
                hub.send(
                        hub.request("/api/v1/profiles/lookup")
                                .setHeader("Content-Type", "application/json")
                                .setHeader("Content-Encoding", "gzip")
                                .POST(
                                        BodyPublishers.ofByteArray(
                                                gzip(
                                                        ("{\"identifiers\":["
                                                                        + " ".repeat(21 << 20)
                                                                        + "\"email:a@b.jp\"]}")
                                                                .getBytes(UTF_8)))));

        assertThat(answer.problem(413)).isEqualTo("too-large");
    }

    @Test
    void bodiesOfCallsAreReadAsStrictlyAsEvents() {
        for (String body :
                new String[] {
                    "{\"identifiers\":[1]}",
                    "{\"identifiers\":[\"email:a@b.jp\"]} x",
                    "{\"identifiers\":[],\"identifiers\":[\"email:a@b.jp\"]}",
                    "{\"identifiers\":[\"email:a@b.jp\"]",
                    "[]",
                    "",
                    "{\"identifiers\":\"email:a@b.jp\"}"
                }) {
            assertThat(hub.post("/api/v1/profiles/lookup", body).problem(400))
                    .as(body)
                    .isNotEmpty();
        }
    }

    @Test
    void aSenderWhoStopsIsLetGo() throws IOException {
        try (Socket socket = open(100)) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 408").contains("too-slow");
        }
    }

    @Test
    void aSenderWhoTricklesIsLetGo() throws IOException {
        try (Socket socket = open(100_000);
                ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor()) {
            OutputStream out = socket.getOutputStream();
            trickle.scheduleAtFixedRate(
                    () -> {
                        try {
                            out.write(' ');
                            out.flush();
                        } catch (IOException gone) {
                            throw new IllegalStateException(gone);
                        }
                    },
                    0,
                    100,
                    TimeUnit.MILLISECONDS);

            assertThat(answer(socket)).startsWith("HTTP/1.1 408").contains("too-slow");
            trickle.shutdownNow();
        }
    }

    @Test
    void whatIsNoHttpAnswersAProblemToo() throws IOException {
        for (String line :
                new String[] {"GET /api/v1/profiles?identifier=a|b HTTP/1.1", "GET /\\ HTTP/1.1"}) {
            try (Socket socket = new Socket("localhost", hub.port())) {
                socket.getOutputStream()
                        .write((line + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(UTF_8));

                assertThat(answer(socket))
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json", "urn:musubi:problem:unreadable")
                        .doesNotContain("<html", "Tomcat");
            }
        }
    }

    /** A request whose body is announced, and does not come. */
    private static Socket open(int length) throws IOException {
        Socket socket = new Socket("localhost", hub.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(
                        ("POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                        + WebHub.ADMIN
                                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                                        + length
                                        + "\r\n\r\n{")
                                .getBytes(UTF_8));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] piece = new byte[4096];
        int n;
        while (!answer.toString(UTF_8).contains("}")
                && (n = socket.getInputStream().read(piece)) > 0) {
            answer.write(piece, 0, n);
        }
        return answer.toString(UTF_8);
    }

    private static byte[] anEvent() {
        return Json.write(EventBuilder.anEvent("app.opened").build()).getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static Answer post(String encoding, byte[] body) {
        return hub.send(
                hub.request("/api/v1/events")
                        .setHeader("Content-Type", "application/json")
                        .setHeader("Content-Encoding", encoding)
                        .POST(BodyPublishers.ofByteArray(body)));
    }
}
