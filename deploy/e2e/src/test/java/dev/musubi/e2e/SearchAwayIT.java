package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elasticsearch is away for a minute under load: search alone suffers, and catches up. */
class SearchAwayIT {
    private static final Duration AWAY =
            Duration.ofSeconds(Integer.getInteger("musubi.away.seconds", 60));
    private static final int WRITERS = 4;
    private static final Pattern LAG =
            Pattern.compile("musubi_search_lag_seconds\\{[^}]*index=\"profiles\"[^}]*} (\\S+)");

    @TempDir Path folder;

    private final Ledger ledger = new Ledger();
    private final AtomicLong repeats = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private final Map<Integer, Integer> refused = new TreeMap<>();

    @Test
    void nothingButSearchIsAffectedAndTheIndexCatchesUpAndSaysHowFarItIs() throws Exception {
        try (var hub = HubProcess.start(folder)) {
            var enough = new AtomicBoolean();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    var writer = new Writer("w" + i, i, hub.client(), ledger, repeats);
                    running.add(threads.submit(() -> writer.writeUntil(enough::get)));
                }
                running.add(threads.submit(() -> readUntil(hub, enough)));
                try {
                    keepDown(hub);
                } finally {
                    enough.set(true);
                }
                for (var each : running) {
                    each.get();
                }
            }
            new Writer("last", 0, hub.client(), ledger, repeats).introduceEverybody();
            introduce(hub, "Kaettekita");

            assertThat(repeats.get()).as("events that had to be sent again").isZero();
            assertThat(refused).as("reads that were not answered").isEmpty();
            assertThat(reads.get()).isPositive();
            long from = System.nanoTime();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(
                            () ->
                                    get(hub, "/api/v1/profiles/search?q=Kaettekita")
                                            .contains("AWAY-1"));
            await().atMost(Duration.ofSeconds(30)).until(() -> lag(hub) < 1);
            System.out.printf(
                    "SearchAwayIT: %d events and %d reads; caught up %d ms after the last event%n",
                    ledger.size(), reads.get(), (System.nanoTime() - from) / 1_000_000);
            assertThat(ledger.differences(hub.client())).isEmpty();
        }
    }

    /** Whatever starts is killed again, so that there is no search for that long. */
    private static void keepDown(HubProcess hub) throws Exception {
        double most = 0;
        long end = System.nanoTime() + AWAY.toNanos();
        while (System.nanoTime() < end) {
            hub.elasticsearch().ifPresent(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            most = Math.max(most, lag(hub));
        }
        assertThat(most)
                .as("how far behind the index said it was")
                .isGreaterThan(AWAY.toSeconds() / 2.0);
        assertThat(get(hub, "/actuator/health")).contains("DEGRADED").doesNotContain("DOWN");
    }

    private void readUntil(HubProcess hub, AtomicBoolean enough) {
        try {
            while (!enough.get()) {
                int status = send(hub, "/api/v1/orders/totals").statusCode();
                reads.incrementAndGet();
                if (status != 200) {
                    refused.merge(status, 1, Integer::sum);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void introduce(HubProcess hub, String name)
            throws IOException, InterruptedException {
        String event =
                "{\"source\":\"away\",\"id\":\"1\",\"type\":\"profile.identified\",\"time\":\"2026-11-01T00:00:00Z\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"away\",\"value\":\"AWAY-1\"}],\"traits\":{\"familyName\":\"%s\"}}"
                        .formatted(name);
        HttpRequest request =
                HttpRequest.newBuilder(hub.at("/api/v1/events?wait=applied"))
                        .header("Authorization", "Bearer " + HubProcess.KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(event))
                        .build();
        assertThat(hub.http().send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(202);
    }

    private static double lag(HubProcess hub) throws IOException, InterruptedException {
        Matcher lag = LAG.matcher(get(hub, "/actuator/prometheus"));
        assertThat(lag.find()).isTrue();
        return Double.parseDouble(lag.group(1));
    }

    private static String get(HubProcess hub, String path)
            throws IOException, InterruptedException {
        return send(hub, path).body();
    }

    private static HttpResponse<String> send(HubProcess hub, String path)
            throws IOException, InterruptedException {
        return hub.http()
                .send(
                        HttpRequest.newBuilder(hub.at(path))
                                .header("Authorization", "Bearer " + HubProcess.KEY)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
