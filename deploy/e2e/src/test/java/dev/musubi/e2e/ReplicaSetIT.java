package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.e2e.Watch.Call;
import dev.musubi.stores.MemberSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replica set of three loses its primary under load: for the seconds of the election callers are
 * refused with 503 and {@code Retry-After}, then all goes on by itself, and each acknowledged event
 * counts once. It is stepped down and killed; {@code -Dmusubi.rounds=N} for N times each way to
 * lose it, the frozen one too, in an order that {@code -Dmusubi.seed} fixes; {@code
 * -Dmusubi.election.millis=10000} is MongoDB's own patience.
 */
@Tag("long")
class ReplicaSetIT {
    private static final int ROUNDS = Integer.getInteger("musubi.rounds", 0);
    private static final Duration ELECTION =
            Duration.ofMillis(Integer.getInteger("musubi.election.millis", 2_000));
    private static final int WRITERS = 4;

    /**
     * A primary that stands still is waited for as long as an answer may take, and then another one
     * for five seconds.
     */
    private static final Duration FIND_OUT = Duration.ofSeconds(15);

    /** These cores are shared with the stores, and a transaction begins anew. */
    private static final Duration SLACK = Duration.ofSeconds(4);

    /** How a primary is lost. */
    private enum Loss {
        STEPPED_DOWN,
        KILLED,
        FROZEN
    }

    @TempDir private Path folder;

    private final long seed = Long.getLong("musubi.seed", System.nanoTime());
    private final Ledger ledger = new Ledger();
    private final AtomicLong repeats = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void whoeverIsPrimaryNothingIsLostOrDoubledAndCallersAreToldToComeAgain() throws Exception {
        System.out.println("ReplicaSetIT: seed " + seed);
        List<Loss> losses = new ArrayList<>();
        for (Loss loss : Loss.values()) {
            int times = loss == Loss.FROZEN ? ROUNDS : Math.max(1, ROUNDS);
            losses.addAll(Collections.nCopies(times, loss));
        }
        Collections.shuffle(losses, new Random(seed));
        try (var set = MemberSet.start(folder.resolve("set"), 3, ELECTION);
                var hub =
                        HubProcess.start(folder.resolve("hub"), HubProcess.on(set.uri("musubi")))) {
            var watch = new Watch(hub);
            under(load(hub, watch), () -> losses.forEach(loss -> lose(set, watch, loss)));
            new Writer("last", seed, hub.client(), ledger, repeats).introduceEverybody();

            assertThat(watch.faults()).as("answers that nobody should get").isEmpty();
            assertThat(wrong).as("answers to the writers").isEmpty();
            assertThat(watch.longestCall())
                    .as("the longest that anybody waited for an answer")
                    .isLessThan(FIND_OUT.plus(SLACK));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(
                            () -> {
                                assertThat(ledger.differences(hub.client())).isEmpty();
                                assertThat(hub.get("/api/v1/profiles?identifier=" + WATCHED))
                                        .contains("\"events\":%d,".formatted(told(watch)));
                            });
            followersGoOn(hub);
            assertThat(hub.log().lines().filter(ReplicaSetIT::alarming).toList())
                    .as("what the hub logs")
                    .isEmpty();
            System.out.printf(
                    "ReplicaSetIT: %d events of writers, %d repeated, %d calls refused, longest %d"
                            + " ms%n",
                    ledger.size(), repeats.get(), watch.refused(), watch.longestCall().toMillis());
        }
    }

    private static final String WATCHED = "customer_id:shop:watched";
    private static final String TELL = "POST /events";
    private static final String TELL_AND_WAIT = "POST /events?wait=applied";

    /** All that was told of the one who is watched, the first event included. */
    private static long told(Watch watch) {
        return 1 + watch.good(TELL) + watch.good(TELL_AND_WAIT);
    }

    private List<Runnable> load(HubProcess hub, Watch watch) throws Exception {
        enough.set(false);
        List<Runnable> load = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            var writer =
                    new Writer("w" + i, seed + i, hub.client(), ledger, repeats, this::refused);
            load.add(() -> writer.writeUntil(enough::get));
        }
        var clerk = new Clerk(hub, seed);
        load.add(() -> clerk.errUntil(enough::get));
        for (Call call : calls(hub)) {
            load.add(() -> watch.callUntil(call, enough::get));
        }
        return load;
    }

    private final AtomicBoolean enough = new AtomicBoolean();

    private void under(List<Runnable> load, Runnable meanwhile) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            load.forEach(each -> running.add(threads.submit(each)));
            try {
                LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
                meanwhile.run();
            } finally {
                enough.set(true);
            }
            for (var each : running) {
                each.get();
            }
        }
    }

    private void refused(dev.musubi.client.ApiException e) {
        var headers = e.getResponseHeaders();
        if (e.getCode() != 503 || headers.firstValue("Retry-After").isEmpty()) {
            wrong.add(e.getCode() + ": " + e.getMessage());
        }
    }

    /** Takes the primary away, and waits until every kind of call is answered again. */
    private static void lose(MemberSet set, Watch watch, Loss loss) {
        watch.mark();
        int primary = set.primary();
        long from = System.nanoTime();
        switch (loss) {
            case STEPPED_DOWN -> set.stepDown();
            case KILLED -> set.kill(primary);
            case FROZEN -> set.freeze(primary);
        }
        int next = set.primary();
        long elected = (System.nanoTime() - from) / 1_000_000;
        long now = System.nanoTime();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> watch.allWellSince(now));
        var gaps = watch.gaps();
        System.out.printf(
                "ReplicaSetIT: %s; member %d is primary after %d ms; longest without a good answer:"
                        + " events %d ms, any call %d ms %s%n",
                loss,
                next,
                elected,
                gaps.get(TELL).toMillis(),
                gaps.values().stream().mapToLong(Duration::toMillis).max().orElse(0),
                gaps);
        assertThat(gaps.values())
                .as("time without a good answer after %s", loss)
                .allMatch(gap -> gap.compareTo(ELECTION.plus(FIND_OUT).plus(SLACK)) < 0);
        switch (loss) {
            case STEPPED_DOWN -> {}
            case KILLED -> set.restart(primary);
            case FROZEN -> set.thaw(primary);
        }
        set.awaitWhole();
    }

    /** People, stock, the feed of changes and the index take in what is told now. */
    private static void followersGoOn(HubProcess hub) throws Exception {
        String from = hub.get("/api/v1/profiles/changes?limit=1");
        assertThat(from).contains("\"next\"");
        hub.send(
                "POST",
                "/api/v1/events?wait=applied",
                """
                {"source":"shop:web","id":"after","type":"profile.identified","time":"2026-11-22T10:15:30+09:00","channel":"web",
                 "identifiers":[{"type":"customer_id","namespace":"shop","value":"after"}],"traits":{"familyName":"Nachwahl"}}
                """);
        hub.send("POST", "/api/v1/events", counted("after", 5));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            assertThat(hub.get("/api/v1/profiles/search?q=Nachwahl"))
                                    .contains("<em>Nachwahl</em>");
                            assertThat(hub.get("/api/v1/availability/A-1/ginza"))
                                    .contains("\"onHand\":\"5\"");
                            assertThat(hub.get("/actuator/prometheus"))
                                    .containsPattern("musubi_people_lag_seconds 0\\.0\\s")
                                    .containsPattern("musubi_feed_lag_seconds 0\\.\\d");
                        });
    }

    private static String counted(String id, int onHand) {
        return "{\"source\":\"stock:ginza\",\"id\":\"%s\",\"type\":\"stock.counted\",\"time\":\"%s\",\"channel\":\"store\",\"data\":{\"sku\":\"A-1\",\"location\":\"ginza\",\"onHand\":%d}}"
                .formatted(id, java.time.Instant.now(), onHand);
    }

    /** Faults by an id, events set dead, and stack traces. */
    private static boolean alarming(String line) {
        return line.contains(" ERROR ") || line.contains("is set dead") || line.startsWith("\tat ");
    }

    private static List<Call> calls(HubProcess hub) throws IOException, InterruptedException {
        hub.send("PUT", "/api/v1/products/A-1", "{\"name\":{\"en\":\"Cashmere sweater\"}}");
        hub.send(
                "PUT",
                "/api/v1/locations/ginza",
                "{\"kind\":\"store\",\"name\":\"Ginza\",\"latitude\":35.6717,\"longitude\":139.7650}");
        hub.send("POST", "/api/v1/events?wait=applied", counted("before", 12));
        String told =
                hub.send("POST", "/api/v1/events?wait=applied", viewed("watch").formatted(0))
                        .body();
        String profile = told.replaceFirst("(?s).*\"profileId\":\"([^\"]+)\".*", "$1");
        assertThat(profile).as(told).matches("[0-9a-f-]{36}");
        List<Call> calls = new ArrayList<>();
        calls.add(new Call(TELL, "POST", "/api/v1/events", viewed("watch-tell")));
        calls.add(
                new Call(
                        TELL_AND_WAIT,
                        "POST",
                        "/api/v1/events?wait=applied",
                        viewed("watch-wait")));
        calls.add(
                new Call(
                        "POST /lookup",
                        "POST",
                        "/api/v1/profiles/lookup",
                        "{\"identifiers\":[\"" + WATCHED + "\"]}"));
        calls.add(
                new Call(
                        "PUT /products",
                        "PUT",
                        "/api/v1/products/B-%d",
                        "{\"name\":{\"en\":\"Scarf %d\"}}"));
        for (String path :
                List.of(
                        "profiles/" + profile,
                        "profiles?identifier=" + WATCHED,
                        "profiles/" + profile + "/timeline",
                        "profiles/" + profile + "/orders",
                        "profiles/" + profile + "/permissions?purpose=marketing&channel=email",
                        "profiles/" + profile + "/household",
                        "profiles/search?q=sweater",
                        "profiles/changes?limit=5",
                        "identity/reviews",
                        "identity/rules",
                        "availability?sku=A-1&near=35.6586,139.7454&radiusKm=10",
                        "recommendations?placement=home&visitor=visitor-77",
                        "orders/totals",
                        "products/A-1",
                        "products/search?q=cashmere",
                        "events/watch/0",
                        "dead-letters",
                        "conflicts",
                        "sources?days=1",
                        "keys")) {
            calls.add(Call.get("/api/v1/" + path));
        }
        return calls;
    }

    private static String viewed(String source) {
        return """
        {"source":"%s","id":"%%d","type":"page.viewed","time":"2026-11-22T10:15:30+09:00","channel":"web",
         "identifiers":[{"type":"customer_id","namespace":"shop","value":"watched"}],"data":{"url":"/"}}
        """
                .formatted(source);
    }
}
