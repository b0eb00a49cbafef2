package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One, two, three hubs on one MongoDB share the work; one that is killed and one that stands still
 * hold up what was theirs for no longer than their lease, and what they come back with counts once.
 * {@code -Dmusubi.flood=N} for more events to share.
 */
@Tag("long")
class HubsIT {
    private static final int FLOOD = Integer.getInteger("musubi.flood", 2_000);
    private static final int SLOTS = 64;
    private static final int WRITERS = 2;

    private static final Duration SLOT_LEASE = Duration.ofSeconds(5);
    private static final Duration OPEN_TRANSACTION = Duration.ofSeconds(5);
    private static final Duration JOB_LEASE = Duration.ofSeconds(10);

    /** Measured; an index on shared cores has its own pace. */
    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

    /** Workers look once a second whose lease has run out; then a batch, on shared cores. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final List<String> JOBS =
            List.of(
                    "musubi_search_owner{index=\"profiles\"}",
                    "musubi_search_owner{index=\"products\"}",
                    "musubi_feed_owner",
                    "musubi_stock_owner");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private final String[] stores = HubProcess.onSharedStores();
    private final Ledger ledger = new Ledger();
    private final AtomicLong repeats = new AtomicLong();
    private int flooded;
    private int introduced;

    @Test
    void hubsShareTheWorkAndTakeOverFromOneThatIsGone() throws Exception {
        try (var first = HubProcess.start(folder.resolve("first"), stores)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> slots(first) == SLOTS);
            String alone = flood(first);
            try (var second = HubProcess.start(folder.resolve("second"), stores)) {
                shared(first, second);
                String two = flood(first, second);
                try (var third = HubProcess.start(folder.resolve("third"), stores)) {
                    shared(first, second, third);
                    String three = flood(first, second, third);
                    // Measured, and not asserted: these cores do other work too.
                    System.out.printf(
                            "HubsIT: applied by one hub %s, by two %s, by three %s%n",
                            alone, two, three);
                    loseOneAndOne(first, second, third);
                }
            }
        }
    }

    /** Kills the first, which has all the work that one alone does, and freezes the second. */
    private void loseOneAndOne(HubProcess first, HubProcess second, HubProcess third)
            throws Exception {
        var pulse = new Pulse(third);
        var enough = new AtomicBoolean();
        var doubtful = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            running.add(threads.submit(() -> pulse.beatUntil(enough::get)));
            running.add(threads.submit(() -> tellBoth(second, third, enough, doubtful)));
            for (int i = 0; i < WRITERS; i++) {
                var writer = new Writer("w" + i, i, third.client(), ledger, repeats);
                running.add(threads.submit(() -> writer.writeUntil(enough::get)));
            }
            try {
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                lose("killed", pulse, first::killNine, second, third);
                Signals.freeze(second.pid(), () -> freezing(pulse, third));
                shared(second, third);
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            } finally {
                enough.set(true);
            }
            for (var each : running) {
                each.get();
            }
        }
        new Writer("last", 0, third.client(), ledger, repeats).introduceEverybody();
        countsOnce(pulse, doubtful.get(), third);
        followed(third);
        assertThat(second.log().lines().filter(line -> line.contains(" ERROR ")).toList())
                .as("what the hub logs that stood still")
                .isEmpty();
    }

    private void freezing(Pulse pulse, HubProcess third) {
        try {
            lose("frozen", pulse, () -> {}, third);
        } catch (Exception e) {
            throw new AssertionError("while a hub stood still", e);
        }
    }

    /** Takes a hub away, and measures for how long what was its work stands still. */
    private void lose(String how, Pulse pulse, Runnable harm, HubProcess... left) throws Exception {
        pulse.mark();
        long from = System.nanoTime();
        harm.run();
        HubProcess one = left[left.length - 1];
        String person = introduce(one);
        await("slots")
                .atMost(SLOT_LEASE.plus(OPEN_TRANSACTION).plus(LOOK))
                .until(() -> slots(left) == SLOTS);
        for (String job : JOBS) {
            await(job).atMost(JOB_LEASE.plus(LOOK)).until(() -> sum(job, left) == 1);
        }
        long searched =
                until(from, () -> assertThat(one.get(SEARCH + person)).contains("<em>" + person));
        long stocked = until(from, () -> assertThat(one.get(STOCK)).contains(onHand()));
        String profile = profile(one, person);
        long told =
                until(
                        from,
                        () ->
                                assertThat(feed(one))
                                        .anyMatch(e -> e.path("profile").asText().equals(profile)));
        // Whatever was told before or meanwhile is readable by now, or is part of the next.
        Duration longest = pulse.longest();
        System.out.printf(
                "HubsIT: a hub is %s; longest from acknowledged to readable %d ms (median %d ms);"
                        + " after %d ms searchable, after %d ms in stock, after %d ms in the feed%n",
                how, longest.toMillis(), pulse.median().toMillis(), searched, stocked, told);
        assertThat(longest)
                .as("the longest from acknowledged to readable, a hub is %s", how)
                .isLessThan(SLOT_LEASE.plus(OPEN_TRANSACTION).plus(LOOK));
    }

    private static long until(long from, ThrowingRunnable good) {
        await().atMost(CAUGHT_UP).pollInterval(Duration.ofMillis(200)).untilAsserted(good);
        return (System.nanoTime() - from) / 1_000_000;
    }

    private static final String SEARCH = "/api/v1/profiles/search?q=";
    private static final String STOCK = "/api/v1/availability/A-1/ginza";

    /** A new person, and a new count of a shelf. */
    private String introduce(HubProcess hub) throws IOException, InterruptedException {
        String name = "Neumann" + (char) ('a' + introduced++);
        hub.send(
                "POST",
                "/api/v1/events",
                "{\"source\":\"crm\",\"id\":\"%s\",\"type\":\"profile.identified\",\"time\":\"2026-11-22T10:15:30+09:00\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"crm\",\"value\":\"%s\"}],\"traits\":{\"familyName\":\"%s\"}}"
                        .formatted(name, name, name));
        hub.send(
                "POST",
                "/api/v1/events",
                "{\"source\":\"stock\",\"id\":\"%d\",\"type\":\"stock.counted\",\"time\":\"%s\",\"channel\":\"store\",\"data\":{\"sku\":\"A-1\",\"location\":\"ginza\",\"onHand\":%d}}"
                        .formatted(introduced, Instant.now(), 100_000 * introduced));
        return name;
    }

    /** Of the writers' orders, which name no store, none moves this shelf. */
    private String onHand() {
        return "\"onHand\":\"" + 100_000 * introduced + "\"";
    }

    private static String profile(HubProcess hub, String person)
            throws IOException, InterruptedException {
        return JSON.readTree(hub.get("/api/v1/profiles?identifier=customer_id:crm:" + person))
                .path("id")
                .asText();
    }

    private final List<JsonNode> fed = new ArrayList<>();
    private String cursor = "";

    /** All that became of profiles until now; what was read before is not read again. */
    private List<JsonNode> feed(HubProcess hub) throws IOException, InterruptedException {
        JsonNode page;
        do {
            page = JSON.readTree(hub.get("/api/v1/profiles/changes?limit=1000" + cursor));
            cursor = "&cursor=" + page.path("next").asText();
            page.path("changes").forEach(fed::add);
        } while (page.path("changes").size() == 1_000);
        return fed;
    }

    /** Whoever wrote the feed: nothing is missed, nothing is there twice, nothing is given up. */
    private void followed(HubProcess hub) throws Exception {
        List<JsonNode> entries = feed(hub);
        assertThat(entries.stream().map(e -> e.path("seq").asLong()))
                .isEqualTo(LongStream.rangeClosed(1, entries.size()).boxed().toList());
        assertThat(entries.stream().map(HubsIT::said))
                .doesNotHaveDuplicates()
                .noneMatch(said -> said.startsWith("changes.lost"));
    }

    private static String said(JsonNode entry) {
        return String.join(
                " ",
                entry.path("type").asText(),
                entry.path("profile").asText(),
                entry.path("version").asText(),
                entry.path("cause").asText());
    }

    /** Sends through one that may be gone, and what it does not answer for again to another. */
    private static void tellBoth(
            HubProcess one, HubProcess other, AtomicBoolean enough, AtomicLong told) {
        try {
            while (!enough.get()) {
                String event =
                        "{\"source\":\"doubt\",\"id\":\"%d\",\"type\":\"page.viewed\",\"time\":\"2026-11-22T10:15:30+09:00\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"doubt\",\"value\":\"1\"}],\"data\":{\"url\":\"/\"}}"
                                .formatted(told.get());
                if (!tell(one, event)) {
                    other.send("POST", "/api/v1/events", event);
                }
                told.incrementAndGet();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the hub that is left does not answer", e);
        }
    }

    private static boolean tell(HubProcess hub, String event) throws InterruptedException {
        try {
            return hub.http()
                            .send(
                                    HttpRequest.newBuilder(hub.at("/api/v1/events"))
                                            .timeout(Duration.ofSeconds(1))
                                            .header("Authorization", "Bearer " + HubProcess.KEY)
                                            .header("Content-Type", "application/json")
                                            .POST(BodyPublishers.ofString(event))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 202;
        } catch (IOException e) {
            return false;
        }
    }

    private void countsOnce(Pulse pulse, long doubtful, HubProcess hub) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            assertThat(pulse.differences()).isEmpty();
                            assertThat(hub.get("/api/v1/profiles?identifier=customer_id:doubt:1"))
                                    .contains("\"events\":" + doubtful + ",");
                            assertThat(ledger.differences(hub.client())).isEmpty();
                        });
        System.out.printf(
                "HubsIT: %d events of the pulse, %d in doubt, %d of writers%n",
                pulse.size(), doubtful, ledger.size());
    }

    /** Slots are spread evenly, up to one a worker. */
    private static void shared(HubProcess... hubs) {
        int fair = SLOTS / hubs.length;
        await("slots are spread")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            int all = 0;
                            for (HubProcess hub : hubs) {
                                int slots = slots(hub);
                                all += slots;
                                assertThat(slots).isBetween(fair - 4, fair + 4);
                            }
                            assertThat(all).isEqualTo(SLOTS);
                        });
    }

    /** Events of many people, told to the first; what it took for all hubs to apply them. */
    private String flood(HubProcess... hubs) throws Exception {
        wave(hubs); // the one that came last compiles
        return wave(hubs);
    }

    private String wave(HubProcess... hubs) throws Exception {
        double[] before = new double[hubs.length];
        for (int i = 0; i < hubs.length; i++) {
            before[i] = metric(APPLIED, hubs[i]);
        }
        long from = System.nanoTime();
        Duration worked = cpu(hubs);
        for (int i = 0; i < FLOOD; i += 100) {
            String events =
                    String.join(",", IntStream.range(i, i + 100).mapToObj(_ -> visitor()).toList());
            hubs[0].send("POST", "/api/v1/events", "{\"events\":[" + events + "]}");
        }
        double[] applied = new double[hubs.length];
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            double all = 0;
                            for (int i = 0; i < hubs.length; i++) {
                                applied[i] = metric(APPLIED, hubs[i]) - before[i];
                                all += applied[i];
                            }
                            return all >= FLOOD;
                        });
        double seconds = (System.nanoTime() - from) / 1e9;
        assertThat(applied)
                .as("events applied by each hub")
                .satisfies(
                        each ->
                                assertThat(Arrays.stream(each).min().orElse(0))
                                        .isGreaterThan(FLOOD / 3.0 / hubs.length));
        return "%.0f a second, %d us of processors each"
                .formatted(FLOOD / seconds, cpu(hubs).minus(worked).toNanos() / 1_000 / FLOOD);
    }

    /** What the hubs and the stores have worked so far, on all cores together. */
    private static Duration cpu(HubProcess... hubs) {
        Stream<ProcessHandle> working =
                Stream.concat(
                        Arrays.stream(hubs).map(hub -> ProcessHandle.of(hub.pid()).orElseThrow()),
                        ProcessHandle.current().children());
        return working.distinct()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private String visitor() {
        int number = flooded++;
        return "{\"source\":\"flood\",\"id\":\"%d\",\"type\":\"page.viewed\",\"time\":\"2026-11-22T10:15:30+09:00\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"flood\",\"value\":\"%d\"}],\"data\":{\"url\":\"/\"}}"
                .formatted(number, number % 1_000);
    }

    private static final String APPLIED = "musubi_people_applied_total";

    private static int slots(HubProcess... hubs) throws IOException, InterruptedException {
        return (int) sum("musubi_people_slots", hubs);
    }

    private static double sum(String metric, HubProcess... hubs)
            throws IOException, InterruptedException {
        double sum = 0;
        for (HubProcess hub : hubs) {
            sum += metric(metric, hub);
        }
        return sum;
    }

    private static double metric(String name, HubProcess hub)
            throws IOException, InterruptedException {
        return hub.get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }
}
