package dev.musubi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** What can be had near somebody: 1,000 items counted in 50 places, and tills that sell them. */
final class Goods {

    private static final int ITEMS = 1_000;
    private static final int PLACES = 50;
    private static final int SALES = 100;

    private final URI hub;
    private final String key;
    private final String run;
    private final Table table;

    Goods(URI hub, String key, String run, Table table) {
        this.hub = hub;
        this.key = key;
        this.run = run;
        this.table = table;
    }

    void measure(Loop loop, int[] connections, double warm, double seconds) throws Exception {
        long start = System.nanoTime();
        Seed.events(hub, key, events().iterator());
        until(hub, key, "i-" + (ITEMS - 1), "p-" + (PLACES - 1), "100");
        table.rate(
                "counts booked, 500 a request",
                1,
                (ITEMS * PLACES + PLACES) * 1e9 / (System.nanoTime() - start));
        for (int each : connections) {
            table.row(
                    "availability of an item within 10 km",
                    each,
                    loop.run(each, warm, seconds, c -> c.get(near())),
                    1);
            table.row(
                    "availability of 50 items in a place",
                    each,
                    loop.run(each, warm, seconds, c -> c.post("/api/v1/availability", basket())),
                    1);
        }
        sales();
    }

    private Stream<String> events() {
        Stream<String> places =
                IntStream.range(0, PLACES)
                        .mapToObj(
                                p ->
                                        event(
                                                "location.updated",
                                                "l-" + p,
                                                "{\"location\":\"p-%d\",\"kind\":\"store\",\"name\":\"Store %d\",\"latitude\":%s,\"longitude\":%s}"
                                                        .formatted(
                                                                p,
                                                                p,
                                                                degrees(35.5, p % 10),
                                                                degrees(139.5, p / 10 * 2))));
        Stream<String> counts =
                IntStream.range(0, ITEMS * PLACES)
                        .mapToObj(
                                i ->
                                        event(
                                                "stock.counted",
                                                "c-" + i,
                                                "{\"sku\":\"i-%d\",\"location\":\"p-%d\",\"onHand\":100}"
                                                        .formatted(i / PLACES, i % PLACES)));
        return Stream.concat(places, counts);
    }

    private static String degrees(double from, int steps) {
        return String.format(Locale.ROOT, "%.4f", from + steps * 0.04);
    }

    private String event(String type, String id, String data) {
        return "{\"source\":\"bench\",\"id\":\"%s-%s\",\"type\":\"%s\",\"time\":\"%s\",\"channel\":\"store\",\"data\":%s}"
                .formatted(run, id, type, Instant.now(), data);
    }

    private static String near() {
        int place = ThreadLocalRandom.current().nextInt(PLACES);
        return "/api/v1/availability?sku=i-"
                + ThreadLocalRandom.current().nextInt(ITEMS)
                + "&radiusKm=10&near="
                + degrees(35.5, place % 10)
                + ","
                + degrees(139.5, place / 10 * 2);
    }

    private static String basket() {
        StringBuilder skus = new StringBuilder();
        int first = ThreadLocalRandom.current().nextInt(ITEMS - 50);
        for (int i = 0; i < 50; i++) {
            skus.append(i == 0 ? "" : ",").append("\"i-").append(first + i).append('"');
        }
        return "{\"skus\":[%s],\"location\":\"p-%d\"}"
                .formatted(skus, ThreadLocalRandom.current().nextInt(PLACES));
    }

    /** From the answer to a till's receipt to the first answer with one fewer. */
    private void sales() throws IOException, InterruptedException {
        var lowered = new Histogram(3);
        try (var connection = new Connection(hub, key)) {
            for (int i = 0; i < SALES; i++) {
                String sku = "i-" + i;
                connection.post(
                        "/api/v1/events",
                        event(
                                        "order.placed",
                                        "s-" + i,
                                        "{\"orderId\":\"%s-%d\",\"currency\":\"JPY\",\"lines\":[{\"sku\":\"%s\",\"quantity\":1,\"unitPrice\":100}]}"
                                                .formatted(run, i, sku))
                                .replace("\"channel\"", "\"location\":\"p-0\",\"channel\""));
                long start = System.nanoTime();
                until(hub, key, sku, "p-0", "99");
                lowered.recordValue((System.nanoTime() - start) / 1000);
            }
        }
        table.row("acknowledged sale to lower availability", 1, new Loop.Result(0, lowered, 0), 1);
    }

    private static void until(URI hub, String key, String sku, String place, String left)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (var connection = new Connection(hub, key)) {
            while (!connection
                    .get("/api/v1/availability/" + sku + "/" + place + "?limit=1")
                    .body()
                    .contains("\"onHand\":\"" + left + "\"")) {
                if (System.nanoTime() - start > Duration.ofMinutes(3).toNanos()) {
                    throw new IOException("stock was not booked within 3 minutes");
                }
                Thread.sleep(5);
            }
        }
    }
}
