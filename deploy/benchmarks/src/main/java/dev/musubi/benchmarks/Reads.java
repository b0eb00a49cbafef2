package dev.musubi.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Profiles by id and by identifier, searches, and how soon a new person is found. */
final class Reads {

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private final Bench bench;
    private final Workload workload;
    private final Table table;

    Reads(Bench bench) {
        this.bench = bench;
        this.workload = bench.workload();
        this.table = bench.table();
    }

    void measure() throws Exception {
        bench.seed();
        List<String> ids = someIds();
        for (int connections : bench.connections()) {
            row(
                    "profile by id",
                    connections,
                    c -> c.get("/api/v1/profiles/" + ids.get(workload.somebody() % ids.size())));
            row(
                    "profile by identifier",
                    connections,
                    c -> c.get(byIdentifier(workload.somebody())));
            search("search by e-mail", connections, "user%d@mail.example", workload.people());
            search("search by family name, 10 hits", connections, "Last%d", 1000);
        }
    }

    private List<String> someIds() throws IOException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = bench.hub().connect()) {
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

    private static String byIdentifier(long person) {
        return "/api/v1/profiles?identifier=customer_id:bench:p" + person;
    }

    private void row(String figure, int connections, Loop.Step step) throws Exception {
        bench.profiler().begin(figure + ", " + connections + " connections");
        Loop.Result result = bench.loop().run(connections, bench.warm(), bench.seconds(), step);
        table.row(figure, connections, result, 1);
        bench.profiler().end((double) result.latencies().getTotalCount());
    }

    private void search(String figure, int connections, String words, int different)
            throws Exception {
        try (Connection connection = bench.hub().connect()) {
            int status = connection.get("/api/v1/profiles/search?q=" + words.formatted(1)).status();
            if (status != 200) {
                table.fact(figure, "not measured: answered with " + status);
                return;
            }
        }
        row(
                figure,
                connections,
                c ->
                        c.get(
                                "/api/v1/profiles/search?q="
                                        + words.formatted(workload.somebody() % different)));
    }

    /**
     * From the answer of a new person's event to the first read and the first search that find
     * them, with nothing else to do.
     */
    void visible() throws IOException {
        var readable = new Histogram(3);
        var searchable = new Histogram(3);
        try (Connection connection = bench.hub().connect()) {
            for (int i = 0; i < 20; i++) {
                long number = System.currentTimeMillis();
                connection.post("/api/v1/events", workload.person(number));
                long start = System.nanoTime();
                until(connection, byIdentifier(number), number, start, readable);
                until(
                        connection,
                        "/api/v1/profiles/search?q=First" + number,
                        number,
                        start,
                        searchable);
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
            throws IOException {
        while (System.nanoTime() - start < Duration.ofSeconds(10).toNanos()) {
            Connection.Answer answer = connection.get(path);
            if (answer.status() == 200 && answer.body().contains("\"First" + number + "\"")) {
                times.recordValue((System.nanoTime() - start) / 1000);
                return;
            }
            Hub.pause(Duration.ofMillis(5));
        }
    }
}
