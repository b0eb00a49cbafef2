package dev.musubi.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The same load on a small base and on a large one: what an event costs as the base grows. */
final class Growth {

    /** What a load took on a base of some size. */
    private record Figure(Cost cost, double perSecond) {}

    private final Bench bench;
    private final Table table;
    private final int connections;
    private final TreeMap<Integer, Map<String, Figure>> figures = new TreeMap<>();

    Growth(Bench bench) {
        this.bench = bench;
        this.table = bench.table();
        this.connections = Math.min(8, bench.mostConnections());
    }

    void measure() throws Exception {
        int known = 0;
        for (int people : bench.options().counts("growth", "10000,1000000")) {
            Base.grow(bench, known, people, bench.options().count("history", 2));
            known = people;
            if (!bench.hub().awaitIndexed(Duration.ofMinutes(10))) {
                table.fact("index", "still behind after 10 minutes");
            }
            figures.put(people, onBase(people));
            sizes(people);
        }
        compare();
    }

    private Map<String, Figure> onBase(int people) throws Exception {
        Workload workload = new Workload(people, bench.run() + "-of-" + people);
        Map<String, Figure> measured = new LinkedHashMap<>();
        load(people, Kind.of(Kind.DIFFERENT, workload), true);
        for (String name : bench.options().list("kinds", "one,different,single,new")) {
            measured.put(name, load(people, Kind.of(name, workload), false));
        }
        table.row(
                words(people, "profile by identifier"),
                connections,
                bench.loop()
                        .run(
                                connections,
                                bench.warm(),
                                bench.seconds(),
                                c ->
                                        c.get(
                                                "/api/v1/profiles?identifier=customer_id:bench:p"
                                                        + workload.somebody())),
                1);
        return measured;
    }

    private Figure load(int people, Kind kind, boolean warmUp) throws Exception {
        int events = bench.options().count("growth-events", 60_000);
        long requests = Math.max(1, (kind.events() == 1 ? events / 3 : events) / kind.events());
        String figure = words(people, (warmUp ? "warm-up, " : "") + kind.figure());
        Optional<StoreSizes> sizes = bench.mongodbUri().map(StoreSizes::new);
        Optional<StoreSizes.Cache> before = sizes.map(StoreSizes::cache);
        Bench.Measured measured = bench.begin();
        bench.profiler().begin(figure);
        try (Background load =
                Background.start(
                        bench.hub(),
                        kind.events() == 1 ? bench.mostConnections() : connections,
                        Pace.counted(requests),
                        c -> Seed.body(c, kind.body().get()))) {
            load.join();
        }
        Standing end = bench.hub().drain();
        double applied = end.applied() - measured.before().applied();
        if (applied != requests * kind.events()) {
            throw new IOException(
                    "%,d events were sent and %,.0f applied"
                            .formatted(requests * kind.events(), applied));
        }
        Cost cost = measured.cost(end);
        double perSecond = applied / end.secondsSince(measured.before());
        bench.profiler().end(applied);
        table.rate(figure + ", applied", connections, perSecond);
        table.fact("… processor time an applied event", cost.words());
        before.ifPresent(
                then ->
                        table.fact(
                                "… read into WiredTiger's cache an event",
                                String.format(
                                        Locale.ROOT,
                                        "%,.0f bytes",
                                        sizes.orElseThrow().cache().readSince(then) / applied)));
        sizes.ifPresent(StoreSizes::close);
        return new Figure(cost, perSecond);
    }

    private static String words(int people, String what) {
        return String.format(Locale.ROOT, "%,d people: %s", people, what);
    }

    private void compare() {
        if (figures.size() < 2) {
            return;
        }
        int small = figures.firstKey();
        int large = figures.lastKey();
        Map<String, Figure> ofLarge = requireNonNull(figures.get(large));
        requireNonNull(figures.get(small))
                .forEach(
                        (kind, first) -> {
                            Figure last = ofLarge.get(kind);
                            table.fact(
                                    String.format(
                                            Locale.ROOT,
                                            "**%,d against %,d people, %s**",
                                            large,
                                            small,
                                            kind),
                                    last == null || !first.cost().known()
                                            ? "not known"
                                            : String.format(
                                                    Locale.ROOT,
                                                    "%.2f times the processor time an event, %.2f"
                                                            + " times the rate; goal 1.5 in the"
                                                            + " cache, 2 beyond",
                                                    last.cost().applying()
                                                            / first.cost().applying(),
                                                    last.perSecond() / first.perSecond()));
                        });
    }

    private void sizes(int people) throws IOException {
        Optional<String> mongodb = bench.mongodbUri();
        if (mongodb.isEmpty()) {
            table.fact(words(people, "bytes"), "not measured: no store of its own");
            return;
        }
        try (StoreSizes sizes = new StoreSizes(mongodb.get())) {
            long profiles = requireNonNull(sizes.sizes().get("profiles")).documents();
            long all = 0;
            for (Map.Entry<String, StoreSizes.Collection> each : sizes.sizes().entrySet()) {
                StoreSizes.Collection c = each.getValue();
                long bytes = c.storage() + c.indexes();
                all += bytes;
                if (bytes > 1 << 20) {
                    table.fact(
                            words(people, "MongoDB, " + each.getKey()),
                            String.format(
                                    Locale.ROOT,
                                    "%,d documents, %,d bytes each before compression; on disk"
                                            + " %,.1f MB and indexes %,.1f MB: %,d bytes a profile",
                                    c.documents(),
                                    c.uncompressed() / c.documents(),
                                    c.storage() / 1e6,
                                    c.indexes() / 1e6,
                                    bytes / profiles));
                }
            }
            table.fact(
                    words(people, "MongoDB, all"),
                    String.format(
                            Locale.ROOT,
                            "%,.1f MB: %,d bytes a profile",
                            all / 1e6,
                            all / profiles));
            StoreSizes.Cache cache = sizes.cache();
            table.fact(
                    words(people, "WiredTiger's cache"),
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d MB in use, %,d MB read into it since the start",
                            cache.used() >> 20,
                            cache.most() >> 20,
                            cache.read() >> 20));
        }
        Optional<String> elasticsearch = bench.elasticsearchUri();
        if (elasticsearch.isPresent()) {
            index(people, URI.create(elasticsearch.get()));
        }
    }

    private void index(int people, URI elasticsearch) throws IOException {
        try (Connection connection = new Connection(elasticsearch, "")) {
            connection.get("/profiles/_refresh");
            Connection.Answer answer = connection.get("/profiles/_stats/docs,store");
            if (answer.status() != 200) {
                throw new IOException("Elasticsearch answered with " + answer.status());
            }
            JsonNode of = new ObjectMapper().readTree(answer.body()).at("/_all/primaries");
            long documents = of.at("/docs/count").asLong();
            long bytes = of.at("/store/size_in_bytes").asLong();
            table.fact(
                    words(people, "Elasticsearch, profiles"),
                    String.format(
                            Locale.ROOT,
                            "%,d documents, %,.1f MB: %,d bytes a profile",
                            documents,
                            bytes / 1e6,
                            bytes / Math.max(1, documents)));
        }
    }
}
