package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than the hub can take, and clients that hold on to it: answers turn to 429, what is accepted
 * is accepted soon and kept, memory stays where it is, and nobody is held up by those who do
 * nothing. {@code -Dpressure.seconds=300} for the long run.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("long")
class PressureIT {

    private static final Duration OVERLOAD =
            Duration.ofSeconds(Long.getLong("pressure.seconds", 10L));
    private static final boolean LONG = OVERLOAD.toSeconds() >= 60;
    private static final int CONNECTIONS = 3_000;
    private static final int IDLE = 5_000;

    @TempDir static Path folder;

    private static HubProcess hub;
    private static final List<Wire> silent = new ArrayList<>();
    private static final CountDownLatch ended = new CountDownLatch(1);
    private static final ExecutorService tricklers = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void start() throws IOException {
        hub =
                HubProcess.start(
                        folder.resolve("data"), "--musubi.access.requests-per-second=1000000");
        // Half-open: connected, and not a byte, half a request, or a byte a second, ever.
        for (int i = 0; i < 300; i++) {
            var wire = new Wire(hub.at("/"));
            silent.add(wire);
            if (i % 3 == 1) {
                wire.send("POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Le");
            } else if (i % 3 == 2) {
                tricklers.submit(() -> trickle(wire, "GET /docs HTTP/1.1\r\nX: ", ended));
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        ended.countDown();
        tricklers.shutdownNow();
        for (Wire wire : silent) {
            wire.close();
        }
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    @Order(1)
    void atThreeTimesTheLoadAnswersTurnTo429AndWhatIsAcceptedIsAcceptedSoonAndKept()
            throws Exception {
        new Flood(hub.at("/"), "warm").run(64, 0, Duration.ofSeconds(4));
        var sustained = new Flood(hub.at("/"), "sustained").run(64, 0, Duration.ofSeconds(4));
        say("sustained: " + sustained);
        double most = sustained.perSecond(202);
        new Flood(hub.at("/"), "grow").run(CONNECTIONS, 3 * most, Duration.ofSeconds(2));
        long before = resident();

        var flood = new Flood(hub.at("/"), "flood").run(CONNECTIONS, 3 * most, OVERLOAD);

        long after = resident();
        long recovered = recovery();
        say("overload: " + flood);
        say("resident: %d MB, then %d MB".formatted(before >> 20, after >> 20));
        say("recovered after " + recovered + " ms");
        assertThat(flood.broken()).isZero();
        assertThat(flood.statuses().keySet()).containsExactly(202, 429);
        assertThat(flood.offered()).as("offered").isGreaterThan(1.5 * most);
        assertThat(flood.perSecond(202)).as("accepted").isGreaterThan(most / 4);
        assertThat(flood.percentile(99)).as("p99 of the accepted, ms").isLessThan(3_000);
        assertThat(flood.retryAfters().keySet())
                .allSatisfy(seconds -> assertThat(seconds).isBetween(1, 30));
        assertThat(after).as("resident memory").isLessThan(before + (150L << 20));
        assertThat(recovered).as("ms until everybody is taken again").isLessThan(5_000);
        assertThat(found(flood.accepted)).as("accepted and there").containsOnly(200);
        assertThat(found(flood.refused)).as("refused and not there").containsOnly(404);
    }

    @Test
    @Order(2)
    void clientsThatHoldOnAndDoNothingHoldUpNobody() throws Exception {
        String large = large();
        int alone = probe();
        var held = new ArrayList<Wire>();
        var stop = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < IDLE; i++) {
                var wire = new Wire(hub.at("/"));
                held.add(wire);
                if (i % 10 == 0) {
                    assertThat(wire.get("/actuator/health/liveness").status()).isEqualTo(200);
                }
            }
            for (int i = 0; i < 300; i++) {
                var head = new Wire(hub.at("/"));
                var body = new Wire(hub.at("/"));
                held.addAll(List.of(head, body));
                threads.submit(() -> trickle(head, "GET /api/v1/keys HTTP/1.1\r\nX-A: ", stop));
                threads.submit(() -> trickle(body, body.head("/api/v1/events", 4_000) + "{", stop));
            }
            for (int i = 0; i < 300; i++) {
                var reader = new Wire(hub.at("/"), 4_096);
                held.add(reader);
                reader.send(reader.asking(large));
            }

            int beside = probe();

            stop.countDown();
            say("p99 of a call alone %d ms, beside them %d ms".formatted(alone, beside));
            say("resident: %d MB".formatted(resident() >> 20));
            assertThat(beside).as("p99 beside them, ms").isLessThan(100 + 4 * alone);
            assertThat(hub.log()).doesNotContain("OutOfMemory");
        } finally {
            for (Wire wire : held) {
                wire.close();
            }
        }
    }

    @Test
    @Order(3)
    void whoeverSaysNothingIsLetGo() throws IOException {
        long until = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        for (Wire wire : silent) {
            int left = (int) Math.max(1, (until - System.nanoTime()) / 1_000_000);
            assertThat(wire.endsWithin(left)).as("let go").isTrue();
        }
        var wire = new Wire(hub.at("/"));
        assertThat(wire.get("/actuator/health").status()).isEqualTo(200);
        wire.close();
    }

    /** A byte a second. */
    private static Void trickle(Wire wire, String begin, CountDownLatch stop) throws Exception {
        try {
            wire.send(begin);
            while (!stop.await(1, TimeUnit.SECONDS)) {
                wire.send("x");
            }
        } catch (IOException letGo) {
            assertThat(letGo).as("the hub may let go of it").isNotNull();
        }
        return null;
    }

    /** Milliseconds within which 99 of 100 calls of four clients have their answer. */
    private static int probe() throws Exception {
        var took = new ArrayList<Long>();
        var number = new AtomicLong(System.nanoTime());
        long end = System.nanoTime() + Duration.ofSeconds(LONG ? 30 : 4).toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                threads.submit(() -> calls(took, number, end));
            }
        }
        long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        say(
                sorted.length
                        + " calls, the slowest "
                        + Arrays.stream(sorted).max().orElse(-1)
                        + " ms");
        return (int) sorted[sorted.length * 99 / 100];
    }

    private static Void calls(List<Long> took, AtomicLong number, long end) throws IOException {
        try (var wire = new Wire(hub.at("/"))) {
            while (System.nanoTime() < end) {
                long n = number.incrementAndGet();
                long start = System.nanoTime();
                var answer =
                        n % 2 == 0
                                ? wire.get("/api/v1/profiles?identifier=loyalty_id:F-1")
                                : wire.post("/api/v1/events", Flood.event("probe-" + n, n));
                long millis = (System.nanoTime() - start) / 1_000_000;
                synchronized (took) {
                    took.add(answer.status() / 100 == 2 ? millis : 60_000L);
                }
            }
        }
        return null;
    }

    /** How long until twenty calls in a row are taken, each within 300 ms. */
    private static long recovery() throws IOException {
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(30).toNanos();
        long firstGood = start;
        int good = 0;
        try (var wire = new Wire(hub.at("/"))) {
            for (long n = 0; good < 20 && System.nanoTime() < end; n++) {
                long sent = System.nanoTime();
                var answer = wire.post("/api/v1/events", Flood.event("after-" + n, n));
                boolean taken = answer.status() == 202 && System.nanoTime() - sent < 300_000_000L;
                firstGood = taken ? (good == 0 ? sent : firstGood) : firstGood;
                good = taken ? good + 1 : 0;
            }
        }
        return good < 20 ? 30_000 : (firstGood - start) / 1_000_000;
    }

    private static List<Integer> found(Iterable<String> ids) throws IOException {
        var found = new ArrayList<Integer>();
        try (var wire = new Wire(hub.at("/"))) {
            for (String id : ids) {
                found.add(wire.get("/api/v1/events/web:flood/" + id).status());
            }
        }
        return found;
    }

    /** The path to an answer of megabytes. */
    private static String large() throws IOException {
        try (var wire = new Wire(hub.at("/"))) {
            String note = "n".repeat(50_000);
            for (int i = 0; i < 3; i++) {
                var events = new ArrayList<String>();
                for (int j = 0; j < 70; j++) {
                    events.add(
                            """
                            {"source":"web:large","id":"%d-%d","type":"page.viewed","time":"2026-11-22T10:15:30Z",\
                            "channel":"web","identifiers":[{"type":"loyalty_id","value":"LARGE"}],"data":{"url":"/","note":"%s"}}"""
                                    .formatted(i, j, note));
                }
                var answer =
                        wire.post(
                                "/api/v1/events?wait=applied",
                                "{\"events\":[" + String.join(",", events) + "]}");
                assertThat(answer.status()).as(answer.body()).isEqualTo(202);
            }
            String found = wire.get("/api/v1/profiles?identifier=loyalty_id:LARGE").body();
            String id = found.replaceFirst("(?s).*?\"id\":\"([0-9a-f-]+)\".*", "$1");
            return "/api/v1/profiles/" + id + "/timeline?limit=200";
        }
    }

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + hub.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("the kernel does not say");
    }

    @SuppressWarnings("SystemOut") // what the run measured
    private static void say(String what) {
        System.out.println("PressureIT: " + what);
    }
}
