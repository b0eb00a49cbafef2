package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.musubi.e2e.Watch.Call;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Elasticsearch is away under load: search alone suffers, says so, and catches up, saying how far
 * it is. {@code -Dmusubi.away.seconds=600} for ten minutes.
 */
class SearchAwayIT {
    private static final Duration AWAY =
            Duration.ofSeconds(Integer.getInteger("musubi.away.seconds", 30));
    private static final int WRITERS = 4;
    private static final String SEARCH = "/api/v1/profiles/search?q=";
    private static final String BY_NAME = SEARCH + "Kaettekita";
    private static final String PRODUCTS = "/api/v1/products/search?q=cashmere";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private final Ledger ledger = new Ledger();
    private final AtomicLong repeats = new AtomicLong();

    @Test
    void nothingButSearchIsAffectedAndTheIndexCatchesUpAndSaysHowFarItIs() throws Exception {
        try (var hub = HubProcess.start(folder)) {
            String person = introduce(hub);
            var watch = new Watch(hub);
            var enough = new AtomicBoolean();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    var writer = new Writer("w" + i, i, hub.client(), ledger, repeats);
                    running.add(threads.submit(() -> writer.writeUntil(enough::get)));
                }
                for (Call call : calls(person)) {
                    running.add(threads.submit(() -> watch.callUntil(call, enough::get)));
                }
                try {
                    keepDown(hub, person);
                } finally {
                    enough.set(true);
                }
                for (var each : running) {
                    each.get();
                }
            }
            new Writer("last", 0, hub.client(), ledger, repeats).introduceEverybody();
            name(hub, "Kaettekita");
            catchUp(hub);

            assertThat(repeats.get()).as("events that had to be sent again").isZero();
            assertThat(watch.faults()).as("answers that nobody should get").isEmpty();
            for (Call call : calls(person)) {
                boolean searches = call.path().equals(BY_NAME) || call.path().equals(PRODUCTS);
                if (searches) {
                    assertThat(watch.refused(call.name())).as(call.name()).isPositive();
                } else {
                    assertThat(watch.refused(call.name())).as(call.name()).isZero();
                    assertThat(watch.good(call.name())).as(call.name()).isPositive();
                }
            }
            System.out.printf(
                    "SearchAwayIT: away for %d s; %d events of writers, longest call %d ms%n",
                    AWAY.toSeconds(), ledger.size(), watch.longestCall().toMillis());
            assertThat(ledger.differences(hub.client())).isEmpty();
        }
    }

    /** What goes on without Elasticsearch, and the two searches that do not. */
    private static List<Call> calls(String person) {
        List<Call> calls = new ArrayList<>();
        calls.add(new Call("POST /events", "POST", "/api/v1/events", VIEWED));
        calls.add(
                new Call(
                        "POST /events?wait=applied",
                        "POST",
                        "/api/v1/events?wait=applied",
                        VIEWED.replace("\"tell\"", "\"wait\"")));
        for (String path :
                List.of(
                        "/api/v1/profiles/" + person,
                        "/api/v1/profiles/" + person + "/timeline",
                        "/api/v1/profiles?identifier=loyalty_id:L-4711",
                        "/api/v1/orders/totals",
                        "/api/v1/products/A-1",
                        "/api/v1/availability?sku=A-1&near=35.6586,139.7454&radiusKm=10",
                        "/api/v1/recommendations?placement=home&visitor=visitor-77",
                        BY_NAME,
                        PRODUCTS)) {
            calls.add(Call.get(path));
        }
        for (String exact : EXACT) {
            calls.add(Call.get(SEARCH + exact));
        }
        return calls;
    }

    /** A card, a phone as it is spoken, an e-mail, and the number of an order. */
    private static final List<String> EXACT =
            List.of("L-4711", "090-1234-5678", "hanako@example.jp", "O-4711");

    private static final String VIEWED =
            """
            {"source":"tell","id":"%d","type":"product.viewed","time":"2026-11-22T10:15:30+09:00","channel":"web",
             "identifiers":[{"type":"anonymous_id","value":"visitor-77"}],"data":{"sku":"A-1"}}
            """;

    private static String introduce(HubProcess hub) throws IOException, InterruptedException {
        hub.send("PUT", "/api/v1/products/A-1", "{\"name\":{\"en\":\"Cashmere sweater\"}}");
        hub.send(
                "PUT",
                "/api/v1/locations/ginza",
                "{\"kind\":\"store\",\"name\":\"Ginza\",\"latitude\":35.6717,\"longitude\":139.7650}");
        hub.send(
                "POST",
                "/api/v1/events?wait=applied",
                """
                {"source":"stock:ginza","id":"S-1","type":"stock.counted","time":"2026-11-22T10:15:30+09:00","channel":"store",
                 "data":{"sku":"A-1","location":"ginza","onHand":12}}
                """);
        String told =
                hub.send(
                                "POST",
                                "/api/v1/events?wait=applied",
                                """
                                {"source":"pos:ginza","id":"O-4711","type":"order.placed","time":"2026-11-22T10:15:30+09:00","channel":"store","location":"ginza",
                                 "identifiers":[{"type":"loyalty_id","value":"L-4711"},{"type":"phone","value":"090-1234-5678","verified":true},{"type":"email","value":"hanako@example.jp","verified":true}],
                                 "data":{"orderId":"O-4711","currency":"JPY","lines":[{"sku":"A-1","quantity":1,"unitPrice":"2200"}]}}
                                """)
                        .body();
        return JSON.readTree(told).at("/results/0/profileId").asText();
    }

    private static void name(HubProcess hub, String name) throws IOException, InterruptedException {
        hub.send(
                "POST",
                "/api/v1/events?wait=applied",
                "{\"source\":\"away\",\"id\":\"1\",\"type\":\"profile.identified\",\"time\":\"2026-11-01T00:00:00Z\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"away\",\"value\":\"AWAY-1\"}],\"traits\":{\"familyName\":\"%s\"}}"
                        .formatted(name));
    }

    /** Whatever starts is killed again, so that there is no search for that long. */
    private static void keepDown(HubProcess hub, String person) throws Exception {
        double most = 0;
        long end = System.nanoTime() + AWAY.toNanos();
        while (System.nanoTime() < end) {
            hub.elasticsearch().ifPresent(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            most = Math.max(most, metric(hub, "lag_seconds"));
        }
        assertThat(most)
                .as("how far behind the index said it was")
                .isGreaterThan(AWAY.toSeconds() / 2.0);
        assertThat(metric(hub, "pending")).as("changes that wait").isPositive();
        assertThat(hub.get("/actuator/health")).contains("DEGRADED").doesNotContain("DOWN");
        JsonNode said = JSON.readTree(hub.get("/actuator/info")).at("/search/profiles");
        assertThat(said.path("state").asText()).as(said.toString()).isEqualTo("waiting");
        assertThat(said.path("lagSeconds").asDouble()).isGreaterThan(AWAY.toSeconds() / 2.0);
        assertThat(said.path("reason").asText()).contains("Elasticsearch");

        HttpResponse<String> refused = hub.ask("GET", BY_NAME, null);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValueSatisfying(Long::parseLong);
        assertThat(JSON.readTree(refused.body()).path("detail").asText()).contains("Elasticsearch");
        for (String exact : EXACT) {
            JsonNode found = JSON.readTree(hub.get(SEARCH + exact));
            assertThat(found.path("degraded").asBoolean()).as(exact).isTrue();
            assertThat(found.at("/hits/0/profile/id").asText()).as(exact).isEqualTo(person);
        }
    }

    /** While it is behind, it says by how much; once it says that it is not, all is found. */
    private static void catchUp(HubProcess hub) throws Exception {
        long from = System.nanoTime();
        List<String> course = new ArrayList<>();
        await().atMost(AWAY.plusMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            double lag = metric(hub, "lag_seconds");
                            course.add("%.1f".formatted(lag));
                            return lag == 0;
                        });
        long caughtUp = (System.nanoTime() - from) / 1_000_000;
        assertThat(hub.get(BY_NAME)).contains("AWAY-1").contains("\"degraded\":false");
        assertThat(metric(hub, "pending")).isZero();
        assertThat(metric(hub, "swept_ratio")).isEqualTo(1);
        assertThat(JSON.readTree(hub.get("/actuator/info")).at("/search/profiles/state").asText())
                .isEqualTo("following");
        System.out.printf(
                "SearchAwayIT: caught up %d ms after the last event; seconds behind meanwhile:"
                        + " %s%n",
                caughtUp, String.join(" ", course));
    }

    private static double metric(HubProcess hub, String name)
            throws IOException, InterruptedException {
        Matcher found =
                Pattern.compile("musubi_search_" + name + "\\{[^}]*index=\"profiles\"[^}]*} (\\S+)")
                        .matcher(hub.get("/actuator/prometheus"));
        assertThat(found.find()).as(name).isTrue();
        return Double.parseDouble(found.group(1));
    }
}
