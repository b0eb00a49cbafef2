package dev.musubi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** What a visitor will want next: 20,000 visits of three to six items learned, then asked for. */
final class Visits {

    private static final int VISITS = 20_000;
    private static final int ITEMS = 1_000;
    private static final int GROUP = 20;
    private static final int CLICKS = 50;

    private final URI hub;
    private final String key;
    private final String run;
    private final Table table;
    private final AtomicLong views = new AtomicLong();

    Visits(URI hub, String key, String run, Table table) {
        this.hub = hub;
        this.key = key;
        this.run = run;
        this.table = table;
    }

    void measure(Loop loop, int[] connections, double warm, double seconds) throws Exception {
        Random random = new Random(1);
        Seed.events(
                hub,
                key,
                IntStream.range(0, VISITS).boxed().flatMap(v -> visit(v, random)).iterator());
        for (int each : connections) {
            table.row(
                    "recommendations on the page of an item",
                    each,
                    loop.run(
                            each,
                            warm,
                            seconds,
                            c ->
                                    c.get(
                                            "/api/v1/recommendations?placement=product&sku=v-"
                                                    + ThreadLocalRandom.current().nextInt(ITEMS)
                                                    + "&visitor="
                                                    + visitor(
                                                            ThreadLocalRandom.current()
                                                                    .nextInt(VISITS)))),
                    1);
        }
        clicks();
    }

    /** Items that go together are of one group. */
    private Stream<String> visit(int visit, Random random) {
        int group = random.nextInt(ITEMS / GROUP) * GROUP;
        return random.ints(3 + random.nextInt(4), 0, GROUP)
                .boxed()
                .map(item -> view(visitor(visit), group + item));
    }

    private String visitor(int visit) {
        return run + "-" + visit;
    }

    private String view(String visitor, int item) {
        return "{\"source\":\"bench\",\"id\":\"%s-%d\",\"type\":\"product.viewed\",\"time\":\"%s\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"anonymous_id\",\"value\":\"%s\"}],\"data\":{\"sku\":\"v-%d\"}}"
                .formatted(run, views.incrementAndGet(), Instant.now(), visitor, item);
    }

    /** From the answer to a visitor's click to the first answer that gives it as a reason. */
    private void clicks() throws IOException, InterruptedException {
        var seen = new Histogram(3);
        try (var connection = new Connection(hub, key)) {
            for (int i = 0; i < CLICKS; i++) {
                String visitor = run + "-clicks-" + i;
                connection.post("/api/v1/events", view(visitor, i * GROUP));
                long start = System.nanoTime();
                while (!connection
                        .get("/api/v1/recommendations?placement=home&visitor=" + visitor)
                        .body()
                        .contains("viewed_together")) {
                    if (System.nanoTime() - start > Duration.ofSeconds(30).toNanos()) {
                        throw new IOException("a click was not learned within 30 seconds");
                    }
                    Thread.sleep(5);
                }
                seen.recordValue((System.nanoTime() - start) / 1000);
            }
        }
        table.row("acknowledged click to another answer", 1, new Loop.Result(0, seen, 0), 1);
    }
}
