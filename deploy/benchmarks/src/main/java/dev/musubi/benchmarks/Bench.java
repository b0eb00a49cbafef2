package dev.musubi.benchmarks;

import dev.musubi.stores.Stores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What every part works with: the hub, its people, its processes, and the table to fill. */
final class Bench {

    private final Options options;
    private final Hub hub;
    private final Workload workload;
    private final Processes processes;
    private final Profiler profiler;
    private final Table table = new Table();
    private final String run = "r" + System.currentTimeMillis();
    private OptionalDouble sustainable = OptionalDouble.empty();
    private boolean seeded;

    Bench(Options options) {
        this.options = options;
        this.hub =
                new Hub(
                        URI.create(options.text("url", "http://127.0.0.1:8080")),
                        options.text("key", ""));
        this.workload = new Workload(options.count("people", 10_000), run);
        this.processes = new Processes((long) options.number("hub-pid", 0));
        this.profiler = new Profiler(options, processes);
    }

    Options options() {
        return options;
    }

    Hub hub() {
        return hub;
    }

    Workload workload() {
        return workload;
    }

    Processes processes() {
        return processes;
    }

    Table table() {
        return table;
    }

    /** Names this run, so that no id of an earlier one comes again. */
    String run() {
        return run;
    }

    double warm() {
        return options.number("warm", 5);
    }

    double seconds() {
        return options.number("seconds", 10);
    }

    int[] connections() {
        return options.counts("connections", "1,8,32");
    }

    int mostConnections() {
        int[] connections = connections();
        return connections[connections.length - 1];
    }

    Loop loop() {
        return new Loop(hub.address(), hub.key());
    }

    /** The address of the hub's own mongod; empty where it has none. */
    Optional<String> mongodbUri() {
        return Optional.ofNullable(options.given().get("data"))
                .flatMap(data -> Stores.runningMongodbUri(Path.of(data)));
    }

    /** The address of the hub's own Elasticsearch; empty where it has none. */
    Optional<String> elasticsearchUri() {
        return Optional.ofNullable(options.given().get("data"))
                .flatMap(data -> Stores.runningElasticsearchUri(Path.of(data)));
    }

    /** Single events a second that the hub can take for ever, where a part has found it out. */
    OptionalDouble sustainable() {
        return sustainable;
    }

    void sustainable(double perSecond) {
        sustainable = OptionalDouble.of(perSecond);
    }

    /** The people of the workload, known and applied; once a run. */
    void seed() throws IOException {
        if (!seeded) {
            timed(
                    "people seeded and applied, 500 a request",
                    IntStream.range(0, workload.people()).mapToObj(workload::person).iterator());
            seeded = true;
        }
    }

    /** A hub just started is compiled while it works: the first figure would be about that. */
    void warmUp() throws Exception {
        loop().run(
                        mostConnections(),
                        0,
                        2 * (warm() + seconds()),
                        c -> c.post("/api/v1/events", workload.views(workload.somebody(), 1)));
        hub.drain();
    }

    /** From the first event handed over to the last applied; no row where all were known. */
    void timed(String figure, Iterator<String> events) throws IOException {
        Measured measured = begin();
        Seed.events(hub.address(), hub.key(), events);
        measured.drained(figure, 1);
    }

    /** Begins to measure what is handed over from now on. */
    Measured begin() throws IOException {
        Standing standing = hub.standing();
        return new Measured(standing, processes.processorTime());
    }

    /** What the profile of the hub says of the work since {@link #begin()}, where one is asked. */
    Profiler profiler() {
        return profiler;
    }

    /** A measurement under way: what was handed over since it began. */
    final class Measured {

        private final Standing before;
        private final Map<String, Duration> used;

        private Measured(Standing before, Map<String, Duration> used) {
            this.before = before;
            this.used = used;
        }

        /** How far the hub was when this began. */
        Standing before() {
            return before;
        }

        /** What the events applied since cost, everything until now included. */
        Cost cost(Standing now) {
            return Cost.of(used, processes.processorTime(), now.applied() - before.applied());
        }

        /**
         * Waits until all has been applied; rows of the rate and of the cost, where anything was.
         */
        Optional<Cost> drained(String figure, int connections) throws IOException {
            Standing now = hub.drain();
            double applied = now.applied() - before.applied();
            if (applied == 0) {
                return Optional.empty();
            }
            Cost cost = cost(now);
            table.rate(figure + ", applied", connections, applied / now.secondsSince(before));
            table.fact("… processor time an applied event", cost.words());
            return Optional.of(cost);
        }

        /** Rows of what was applied meanwhile, afterwards and over all, and of the cost. */
        Cost settled(int connections) throws IOException {
            Standing end = hub.standing();
            Standing now = hub.drain();
            double during = end.applied() - before.applied();
            double rest = now.applied() - end.applied();
            double took = Math.max(0, now.secondsSince(end));
            table.rate("… applied meanwhile", connections, during / end.secondsSince(before));
            table.fact(
                    "… applied afterwards",
                    String.format(Locale.ROOT, "%,.0f in %.1f s", rest, took));
            table.rate(
                    "… applied over all",
                    connections,
                    (during + rest) / Math.max(now.secondsSince(before), end.secondsSince(before)));
            Cost cost = cost(now);
            table.fact("… processor time an applied event", cost.words());
            return cost;
        }
    }
}
