package dev.musubi.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * At half the rate that can be sustained: how soon is an acknowledged event readable, and how soon
 * is it found? Asked by probes beside the load, half of them about new people, half about people
 * who are known and get another name.
 */
final class Half {

    private static final int PROBES = 4;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Bench bench;
    private final AtomicLong numbers = new AtomicLong(System.currentTimeMillis());
    private final Recorder readable = new Recorder(3);
    private final Recorder searchable = new Recorder(3);
    private final LongAdder never = new LongAdder();

    Half(Bench bench) {
        this.bench = bench;
    }

    void measure() throws Exception {
        bench.seed();
        double rate = rate();
        double seconds = bench.options().number("half-seconds", 120);
        int connections = bench.mostConnections();
        Kind kind = Kind.of(Kind.SINGLE, bench.workload());
        bench.hub().drain();
        bench.hub().awaitIndexed(Duration.ofMinutes(2));
        Bench.Measured measured = bench.begin();
        bench.profiler().begin("half load");
        Watch.Seen seen;
        try (Background load =
                        Background.start(
                                bench.hub(), connections, Pace.open(rate, seconds), kind.step());
                ExecutorService threads = Executors.newFixedThreadPool(PROBES)) {
            List<Future<?>> probes = new ArrayList<>();
            for (int i = 0; i < PROBES; i++) {
                boolean known = i % 2 == 0;
                probes.add(
                        threads.submit(
                                () -> {
                                    probe(known, load::runs);
                                    return null;
                                }));
            }
            seen = Watch.until(bench.hub(), measured.before(), load, _ -> false);
            for (Future<?> each : probes) {
                each.get();
            }
        }
        String at = String.format(Locale.ROOT, "at %,.0f events a second", rate);
        Table table = bench.table();
        table.row(
                "single events " + at + ", from when each was due",
                connections,
                new Loop.Result(seen.acceptedPerSecond(), seen.latencies(), seen.refused()),
                1);
        table.fact("… backlog", Steady.words(seen.backlog()));
        found("**acknowledged to readable, " + at + "**", readable.getIntervalHistogram());
        found("**acknowledged to searchable, " + at + "**", searchable.getIntervalHistogram());
        if (never.sum() > 0) {
            table.fact("… never found", never.sum() + " probes within " + LONGEST);
        }
        Cost cost = measured.cost(bench.hub().drain());
        table.fact("… processor time an applied event, probes included", cost.words());
        bench.profiler().end(cost.events());
    }

    private double rate() throws Exception {
        double given = bench.options().number("rate", 0);
        if (given > 0) {
            return given;
        }
        if (bench.sustainable().isEmpty()) {
            new Sustainable(bench).measure();
        }
        return bench.sustainable().orElseThrow() / 2;
    }

    private void found(String figure, Histogram times) {
        if (times.getTotalCount() == 0) {
            throw new IllegalStateException("no probe was found");
        }
        bench.table()
                .row(
                        figure + " (" + times.getTotalCount() + " probes)",
                        PROBES,
                        new Loop.Result(0, times, never.sum()),
                        1);
    }

    private void probe(boolean known, BooleanSupplier loaded) throws IOException {
        try (Connection connection = bench.hub().connect()) {
            while (loaded.getAsBoolean()) {
                // Not in step with anything that the hub does at intervals.
                Hub.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(20, 250)));
                long number = numbers.incrementAndGet();
                long person = known ? bench.workload().somebody() : number;
                Connection.Answer answer =
                        connection.post("/api/v1/events", bench.workload().named(person, number));
                long start = System.nanoTime();
                if (answer.status() != 202) {
                    throw new IOException("a probe was answered with " + answer.status());
                }
                boolean found =
                        until(
                                        connection,
                                        "/api/v1/profiles?identifier=customer_id:bench:p" + person,
                                        number,
                                        start,
                                        readable)
                                && until(
                                        connection,
                                        "/api/v1/profiles/search?limit=5&q=Probe" + number,
                                        number,
                                        start,
                                        searchable);
                if (!found) {
                    never.increment();
                }
            }
        }
    }

    private static boolean until(
            Connection connection, String path, long number, long start, Recorder times)
            throws IOException {
        while (System.nanoTime() - start < LONGEST.toNanos()) {
            Connection.Answer answer = connection.get(path);
            if (answer.status() == 200 && answer.body().contains("\"Probe" + number + "\"")) {
                times.recordValue((System.nanoTime() - start) / 1000);
                return true;
            }
            Hub.pause(Duration.ofMillis(5));
        }
        return false;
    }
}
