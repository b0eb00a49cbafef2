package dev.musubi.benchmarks;

import dev.musubi.stores.Stores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Loads a running hub and prints a table of what it does, with the limits beside it. */
public final class Load {

    private static final Pattern APPLIED =
            Pattern.compile("(?m)^musubi_people_applied_total(?:\\{[^}]*})? (\\S+)$");
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private final URI hub;
    private final String key;
    private final double warm;
    private final double seconds;
    private final Workload workload;
    private final Processes processes;
    private final Map<String, String> options;
    private final Loop loop;
    private final Table table = new Table();
    private final String run = "r" + System.currentTimeMillis();

    private Load(Map<String, String> options) {
        this.options = options;
        this.hub = URI.create(options.getOrDefault("url", "http://127.0.0.1:8080"));
        this.key = options.getOrDefault("key", "");
        this.warm = Double.parseDouble(options.getOrDefault("warm", "5"));
        this.seconds = Double.parseDouble(options.getOrDefault("seconds", "10"));
        this.workload =
                new Workload(Integer.parseInt(options.getOrDefault("people", "10000")), run);
        this.processes = new Processes(Long.parseLong(options.getOrDefault("hub-pid", "0")));
        this.loop = new Loop(hub, key);
    }

    /**
     * Runs everything once.
     *
     * @param arguments {@code --name=value}: url, key, people, warm, seconds, connections, only
     *     (of: events, reads, visible, stock, visits, names, limits), named (people with Japanese
     *     names, for names), hub-pid and data (the last two for memory and for the store's own
     *     limit)
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (!parts[0].startsWith("--") || parts.length < 2) {
                throw new IllegalArgumentException(
                        "not --name=value: an argument of length " + argument.length());
            }
            options.put(parts[0].substring(2), parts[1]);
        }
        new Load(options).run();
    }

    private void run() throws Exception {
        table.fact("load of the machine before", load());
        if (asked("events") || asked("reads")) {
            seed();
        }
        int[] connections =
                java.util.Arrays.stream(options.getOrDefault("connections", "1,8,32").split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        int most = connections[connections.length - 1];
        // A hub just started is compiled while it works: the first figure would be about that.
        if (asked("events")) {
            warmUp(most);
            for (int each : connections) {
                ingest("events accepted, 1 a request", each, 1);
                ingest("events accepted, 20 a request", each, 20);
            }
            strangers(most);
        }
        if (asked("reads")) {
            List<String> ids = someIds();
            for (int each : connections) {
                reads(each, ids);
            }
        }
        if (asked("visible")) {
            visible();
        }
        if (asked("identity")) {
            new Crowd(run, this::timed).measure();
        }
        // Before the stock: what is known to be there stands above what nobody has counted.
        if (asked("visits")) {
            new Visits(hub, key, run, table).measure(loop, connections, warm, seconds);
        }
        if (asked("stock")) {
            new Goods(hub, key, run, table).measure(loop, connections, warm, seconds);
        }
        if (asked("names")) {
            names();
        }
        if (asked("limits")) {
            limits(most);
        }
        processes
                .residentMegabytes()
                .forEach((name, size) -> table.fact("resident memory, " + name, size + " MB"));
        table.fact("load of the machine after", load());
    }

    private void names() throws IOException, InterruptedException {
        Path data =
                Path.of(System.getenv().getOrDefault("MUSUBI_DATA", "../shared/data"))
                        .resolve("names-ja");
        if (Files.isDirectory(data)) {
            new Names(hub, key, data, table)
                    .measure(Integer.parseInt(options.getOrDefault("named", "100000")));
        } else {
            table.fact("search by kana", "not measured: set MUSUBI_DATA to the folder of names-ja");
        }
    }

    private boolean asked(String part) {
        return List.of(options.getOrDefault("only", part).split(",")).contains(part);
    }

    private void warmUp(int connections) throws Exception {
        loop.run(
                connections,
                0,
                2 * (warm + seconds),
                connection ->
                        connection.post("/api/v1/events", workload.views(workload.somebody(), 1)));
        drain();
    }

    private void seed() throws Exception {
        timed(
                "people seeded and applied, 500 a request",
                IntStream.range(0, workload.people()).mapToObj(workload::person).iterator());
    }

    /** From the first event handed over to the last applied; nothing where all were known. */
    private void timed(String figure, Iterator<String> events) throws Exception {
        double before = applied();
        Map<String, Duration> used = processes.processorTime();
        long start = System.nanoTime();
        Seed.events(hub, key, events);
        long sent = System.nanoTime() - start;
        long nanos = sent + drain();
        double all = applied() - before;
        if (all > 0) {
            table.rate(figure, 1, all * 1e9 / nanos);
            processorTime(used, all);
        }
    }

    private void ingest(String figure, int connections, int events) throws Exception {
        measured(
                figure,
                connections,
                events,
                connection ->
                        connection.post(
                                "/api/v1/events", workload.views(workload.somebody(), events)));
    }

    private void strangers(int connections) throws Exception {
        measured(
                "events accepted, 1 a request, each a new person",
                connections,
                1,
                connection -> connection.post("/api/v1/events", workload.stranger()));
    }

    /**
     * One ingest run: what was accepted meanwhile, then what was applied until nothing was left.
     */
    private void measured(String figure, int connections, int events, Loop.Step step)
            throws Exception {
        double before = applied();
        Map<String, Duration> used = processes.processorTime();
        long start = System.nanoTime();
        table.row(figure, connections, loop.run(connections, warm, seconds, step), events);
        double during = applied() - before;
        double meanwhile = (System.nanoTime() - start) / 1e9;
        double took = drain() / 1e9;
        double rest = applied() - before - during;
        double all = during + rest;
        table.rate("… applied meanwhile", connections, during / meanwhile);
        table.fact(
                "… applied afterwards", String.format(Locale.ROOT, "%,.0f in %.1f s", rest, took));
        table.rate("… applied over all", connections, all / (meanwhile + took));
        processorTime(used, all);
    }

    private void processorTime(Map<String, Duration> used, double events) {
        processes
                .processorTime()
                .forEach(
                        (name, time) ->
                                table.fact(
                                        "… processor time an applied event, " + name,
                                        String.format(
                                                Locale.ROOT,
                                                "%,.0f µs",
                                                time.minus(used.getOrDefault(name, Duration.ZERO))
                                                                .toNanos()
                                                        / 1000.0
                                                        / Math.max(events, 1))));
    }

    private List<String> someIds() throws IOException {
        List<String> ids = new ArrayList<>();
        try (var connection = new Connection(hub, key)) {
            for (int i = 0; i < 500; i++) {
                Matcher id = ID.matcher(connection.get(byIdentifier(workload.somebody())).body());
                if (id.find()) {
                    ids.add(id.group(1));
                }
            }
        }
        if (ids.isEmpty()) {
            throw new IOException("no seeded person is readable");
        }
        return ids;
    }

    private static String byIdentifier(int person) {
        return "/api/v1/profiles?identifier=customer_id:bench:p" + person;
    }

    private void reads(int connections, List<String> ids) throws Exception {
        table.row(
                "profile by id",
                connections,
                loop.run(
                        connections,
                        warm,
                        seconds,
                        connection ->
                                connection.get(
                                        "/api/v1/profiles/"
                                                + ids.get(workload.somebody() % ids.size()))),
                1);
        table.row(
                "profile by identifier",
                connections,
                loop.run(
                        connections,
                        warm,
                        seconds,
                        connection -> connection.get(byIdentifier(workload.somebody()))),
                1);
        search("search by e-mail", connections, "user%d@mail.example", workload.people());
        search("search by family name, 10 hits", connections, "Last%d", 1000);
    }

    private void search(String figure, int connections, String words, int different)
            throws Exception {
        try (var connection = new Connection(hub, key)) {
            int status = connection.get("/api/v1/profiles/search?q=" + words.formatted(1)).status();
            if (status != 200) {
                table.fact(figure, "not measured: answered with " + status);
                return;
            }
        }
        table.row(
                figure,
                connections,
                loop.run(
                        connections,
                        warm,
                        seconds,
                        connection ->
                                connection.get(
                                        "/api/v1/profiles/search?q="
                                                + words.formatted(
                                                        workload.somebody() % different))),
                1);
    }

    /**
     * From the answer of a new person's event to the first read and the first search that find
     * them.
     */
    private void visible() throws IOException, InterruptedException {
        var readable = new Histogram(3);
        var searchable = new Histogram(3);
        try (var connection = new Connection(hub, key)) {
            for (int i = 0; i < 20; i++) {
                long number = System.currentTimeMillis();
                connection.post("/api/v1/events", workload.person(number));
                long start = System.nanoTime();
                String read = "/api/v1/profiles?identifier=customer_id:bench:p" + number;
                String search = "/api/v1/profiles/search?q=First" + number;
                until(connection, read, number, start, readable);
                until(connection, search, number, start, searchable);
            }
        }
        table.row(
                "acknowledged to readable",
                1,
                new Loop.Result(0, readable, 20 - readable.getTotalCount()),
                1);
        table.row(
                "acknowledged to searchable",
                1,
                new Loop.Result(0, searchable, 20 - searchable.getTotalCount()),
                1);
    }

    private static void until(
            Connection connection, String path, long number, long start, Histogram times)
            throws IOException, InterruptedException {
        while (System.nanoTime() - start < Duration.ofSeconds(10).toNanos()) {
            Connection.Answer answer = connection.get(path);
            if (answer.status() == 200 && answer.body().contains("\"First" + number + "\"")) {
                times.recordValue((System.nanoTime() - start) / 1000);
                return;
            }
            Thread.sleep(5);
        }
    }

    private void limits(int connections) throws InterruptedException, ExecutionException {
        table.row(
                "limit: empty endpoint",
                connections,
                loop.run(
                        connections,
                        warm,
                        seconds,
                        connection -> connection.get("/actuator/health/liveness")),
                1);
        var uri =
                java.util.Optional.ofNullable(options.get("data"))
                        .flatMap(data -> Stores.runningMongodbUri(Path.of(data)));
        if (uri.isEmpty()) {
            table.fact("limit: journaled inserts", "not measured: no store of its own");
            return;
        }
        for (int batch : new int[] {1, 20, 500}) {
            int writers = batch == 500 ? 1 : connections;
            table.rate(
                    "limit: mongod's journaled inserts, " + batch + " a batch",
                    writers,
                    Limits.inserts(uri.get(), writers, batch, warm, seconds));
        }
    }

    /**
     * Waits until the hub's count of applied events stands still; the nanoseconds to its last step.
     */
    private long drain() throws IOException, InterruptedException {
        long start = System.nanoTime();
        long moved = start;
        double last = applied();
        while (System.nanoTime() - moved < Duration.ofMillis(1500).toNanos()
                && System.nanoTime() - start < Duration.ofSeconds(90).toNanos()) {
            Thread.sleep(100);
            double now = applied();
            if (now != last) {
                last = now;
                moved = System.nanoTime();
            }
        }
        return moved - start;
    }

    private double applied() throws IOException {
        try (var connection = new Connection(hub, key)) {
            Connection.Answer answer = connection.get("/actuator/prometheus");
            Matcher count = APPLIED.matcher(answer.body());
            if (answer.status() != 200 || !count.find()) {
                throw new IOException("no count of applied events, status " + answer.status());
            }
            return Double.parseDouble(count.group(1));
        }
    }

    private static String load() throws IOException {
        String averages = Files.readString(Path.of("/proc/loadavg"));
        return averages.substring(0, averages.indexOf(' '));
    }
}
