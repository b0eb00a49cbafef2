package dev.musubi.benchmarks;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is hot: a person with a million events, a phone and a device of 10,000 people, a request
 * with 1,000 events of one person, 500 events a second of one person. Each against the same load of
 * people about whom nothing is special, in the same run.
 */
final class Hot {

    private static final int PEOPLE = 10_000;
    private static final double GOAL = 2;
    private static final int LARGEST_DOCUMENT = 64 * 1024;

    private final Bench bench;
    private final Workload workload;
    private final int connections;
    private final int sample;

    Hot(Bench bench) {
        this.bench = bench;
        this.workload = bench.workload();
        this.connections = Math.min(8, bench.mostConnections());
        this.sample = bench.options().count("hot-sample", 20_000);
    }

    void measure() throws Exception {
        bench.seed();
        bench.warmUp();
        sent("warm-up: 20 events of one person a request", sample / 20, 20, this::somebodys20);
        Cost normal =
                sent(
                        "normal: 20 events of one person a request",
                        sample / 20,
                        20,
                        this::somebodys20);
        manyEvents(normal);
        sharedBy("phone", normal, i -> phone(i));
        sharedBy("device", normal, i -> device(i));
        Cost thousand =
                sent(
                        "1,000 events of one person a request",
                        Math.max(1, sample / 1_000),
                        1_000,
                        () -> workload.views(workload.somebody(), 1_000));
        ratio("a request with 1,000 events of one person", thousand, normal);
        Cost anybody = paced("500 events a second, of anybody", workload::somebody);
        Cost one = paced("500 events a second, all of one person", () -> 0);
        ratio("500 events a second of one person", one, anybody);
        documents();
    }

    private String somebodys20() {
        return workload.views(workload.somebody(), 20);
    }

    private void manyEvents(Cost normal) throws Exception {
        int events = bench.options().count("hot-events", 1_000_000);
        String hot = "hot-" + bench.run();
        int tenth = Math.max(1, events / 10 / Seed.BATCH);
        for (int i = 1; i <= 10; i++) {
            sent(
                    String.format(
                            Locale.ROOT,
                            "to one person, the events up to %,d",
                            i * tenth * Seed.BATCH),
                    tenth,
                    Seed.BATCH,
                    () -> workload.viewsOf(hot, Seed.BATCH));
        }
        Cost then =
                sent(
                        "20 events a request of that person",
                        sample / 20,
                        20,
                        () -> workload.viewsOf(hot, 20));
        ratio(
                String.format(Locale.ROOT, "a person with %,d events", 10 * tenth * Seed.BATCH),
                then,
                normal);
    }

    /** People who share a node, against as many with one each. */
    private void sharedBy(String what, Cost normal, IntFunction<String> node) throws Exception {
        bench.timed("people with a " + what + " each", people("own" + what, node));
        bench.timed(
                "people with one " + what + " of all",
                people("shared" + what, _ -> node.apply(-1)));
        Cost own =
                sent(
                        "20 events a request, a " + what + " each",
                        sample / 20,
                        20,
                        () -> known("own" + what, node));
        Cost shared =
                sent(
                        "20 events a request, one " + what + " of all",
                        sample / 20,
                        20,
                        () -> known("shared" + what, _ -> node.apply(-1)));
        ratio("a " + what + " of 10,000 people, against one each", shared, own);
        ratio("a " + what + " of 10,000 people, against nobody's", shared, normal);
    }

    private Iterator<String> people(String kind, IntFunction<String> node) {
        return IntStream.range(0, PEOPLE)
                .mapToObj(i -> workload.view(identifiers(kind, i, node)))
                .iterator();
    }

    private String known(String kind, IntFunction<String> node) {
        int person = java.util.concurrent.ThreadLocalRandom.current().nextInt(PEOPLE);
        String identifiers = identifiers(kind, person, node);
        return workload.request(20, () -> workload.view(identifiers));
    }

    private String identifiers(String kind, int person, IntFunction<String> node) {
        return "{\"type\":\"customer_id\",\"namespace\":\"bench\",\"value\":\"%s-%s-%d\"},%s"
                .formatted(kind, bench.run(), person, node.apply(person));
    }

    private static String phone(int number) {
        return "{\"type\":\"phone\",\"value\":\"+8190%08d\",\"verified\":true}"
                .formatted(30_000_000 + number);
    }

    private String device(int number) {
        return "{\"type\":\"device_id\",\"value\":\"%s-%d\"}".formatted(bench.run(), number);
    }

    /** So many requests as fast as they are taken, until all is applied. */
    private Cost sent(String figure, long requests, int events, Supplier<String> body)
            throws Exception {
        Bench.Measured measured = bench.begin();
        bench.profiler().begin(figure);
        try (Background load =
                Background.start(
                        bench.hub(),
                        connections,
                        Pace.counted(requests),
                        c -> Seed.body(c, body.get()))) {
            load.join();
        }
        Cost cost = whole(measured.drained(figure, connections).orElse(null), requests * events);
        bench.profiler().end(cost.events());
        return cost;
    }

    private Cost paced(String figure, java.util.function.IntSupplier person) throws Exception {
        double seconds = bench.options().number("hot-seconds", 30);
        Bench.Measured measured = bench.begin();
        Watch.Seen seen;
        try (Background load =
                Background.start(
                        bench.hub(),
                        bench.mostConnections(),
                        Pace.open(500, seconds),
                        c -> c.post("/api/v1/events", workload.views(person.getAsInt(), 1)))) {
            seen = Watch.until(bench.hub(), measured.before(), load, _ -> false);
        }
        if (seen.acceptedPerSecond() < 490 * 0.97) {
            throw new IOException(
                    figure + ": only " + Math.round(seen.acceptedPerSecond()) + " were accepted");
        }
        bench.table()
                .row(
                        figure,
                        bench.mostConnections(),
                        new Loop.Result(seen.acceptedPerSecond(), seen.latencies(), seen.refused()),
                        1);
        bench.table().fact("… backlog", Steady.words(seen.backlog()));
        return measured.drained(figure, bench.mostConnections()).orElseThrow();
    }

    private static Cost whole(@Nullable Cost cost, long events) throws IOException {
        if (cost == null || cost.events() != events) {
            throw new IOException(
                    "%,d events were sent and %,.0f applied"
                            .formatted(events, cost == null ? 0 : cost.events()));
        }
        return cost;
    }

    private void ratio(String figure, Cost cost, Cost normal) {
        if (!cost.known()) {
            bench.table().fact("**" + figure + "**", cost.words());
            return;
        }
        double ratio = cost.applying() / normal.applying();
        bench.table()
                .fact(
                        "**" + figure + "**",
                        String.format(
                                Locale.ROOT,
                                "%.2f times the processor time an event (%,.0f against %,.0f µs);"
                                        + " goal %.0f: %s",
                                ratio,
                                cost.applying(),
                                normal.applying(),
                                GOAL,
                                ratio <= GOAL ? "reached" : "**not reached**"));
    }

    private void documents() {
        var uri = bench.mongodbUri();
        if (uri.isEmpty()) {
            bench.table().fact("largest documents", "not measured: no store of its own");
            return;
        }
        try (StoreSizes sizes = new StoreSizes(uri.get())) {
            sizes.largestDocuments()
                    .forEach(
                            (collection, bytes) ->
                                    bench.table()
                                            .fact(
                                                    "largest document, " + collection,
                                                    String.format(
                                                            Locale.ROOT,
                                                            "%,d bytes; goal below 64 KB: %s",
                                                            bytes,
                                                            bytes < LARGEST_DOCUMENT
                                                                    ? "reached"
                                                                    : "**not reached**")));
        }
    }
}
