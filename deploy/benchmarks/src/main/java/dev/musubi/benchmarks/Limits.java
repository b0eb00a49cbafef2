package dev.musubi.benchmarks;

import dev.musubi.benchmarks.inside.Appends;
import dev.musubi.benchmarks.inside.Core;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the machine can do at most, in the same run: an empty answer over HTTP, mongod's journaled
 * inserts without a hub; and how near the event log comes to these.
 */
final class Limits {

    private static final int CALLERS = 512;
    private static final int COMMITTERS = 2;
    private static final int LARGEST = 500;
    private static final double GOAL = 0.4;

    private final Bench bench;
    private final Table table;

    Limits(Bench bench) {
        this.bench = bench;
        this.table = bench.table();
    }

    void measure() throws Exception {
        overHttp();
        Optional<String> uri = bench.mongodbUri();
        if (uri.isEmpty()) {
            table.fact("limit: journaled inserts", "not measured: no store of its own");
            return;
        }
        for (int batch : new int[] {1, 20, LARGEST}) {
            int writers = batch == LARGEST ? 1 : bench.mostConnections();
            table.rate(
                    "limit: mongod's journaled inserts, " + batch + " a batch",
                    writers,
                    Inserts.bare(uri.get(), writers, batch, bench.warm(), bench.seconds()));
        }
        inProcess(uri.get());
    }

    private void overHttp() throws Exception {
        bench.seed();
        bench.warmUp();
        int connections = bench.mostConnections();
        Loop.Result empty =
                bench.loop()
                        .run(
                                connections,
                                bench.warm(),
                                bench.seconds(),
                                c -> c.get("/actuator/health/liveness"));
        table.row("limit: empty endpoint", connections, empty, 1);
        Loop.Result accepted =
                bench.loop()
                        .run(
                                connections,
                                bench.warm(),
                                bench.seconds(),
                                Kind.of(Kind.SINGLE, bench.workload()).step());
        table.row("single events accepted, beside the empty endpoint", connections, accepted, 1);
        bench.hub().drain();
        share(
                "**single events over HTTP, of the empty endpoint**",
                accepted,
                empty.perSecond(),
                "");
    }

    /** The log in this process, on a database of its own in the same mongod. */
    private void inProcess(String uri) throws Exception {
        try (Core core = Core.beside(uri, "musubi_benchmark_log", 0)) {
            Appends.Result appended = Appends.run(core, CALLERS, bench.warm(), bench.seconds());
            Loop.Result log =
                    new Loop.Result(appended.perSecond(), appended.latencies(), appended.refused());
            table.row("EventLog.append in process, 1 an append", CALLERS, log, 1);
            List<org.bson.Document> samples = core.events(2_000);
            List<org.bson.Document> indexes = core.eventIndexes();
            double bare = Inserts.bare(uri, COMMITTERS, LARGEST, bench.warm(), bench.seconds());
            double same =
                    Inserts.copies(
                            uri,
                            samples,
                            List.of(),
                            COMMITTERS,
                            LARGEST,
                            bench.warm(),
                            bench.seconds());
            double indexed =
                    Inserts.copies(
                            uri,
                            samples,
                            indexes,
                            COMMITTERS,
                            LARGEST,
                            bench.warm(),
                            bench.seconds());
            table.rate("limit: journaled inserts, 500 a batch", COMMITTERS, bare);
            table.rate("… of the log's own documents, no index", COMMITTERS, same);
            table.rate("… and with the log's own indexes", COMMITTERS, indexed);
            String goal = "; goal 40 %: ";
            share("**EventLog.append, of inserts of 400 characters**", log, bare, goal);
            share("**EventLog.append, of inserts of its own documents**", log, same, goal);
            share("… with the log's own indexes", log, indexed, goal);
            core.drop();
        }
    }

    private void share(String figure, Loop.Result of, double limit, String goal) {
        double share = of.perSecond() / limit;
        table.fact(
                figure,
                String.format(Locale.ROOT, "%.0f %%", 100 * share)
                        + (goal.isEmpty()
                                ? ""
                                : goal + (share >= GOAL ? "reached" : "**not reached**")));
    }
}
