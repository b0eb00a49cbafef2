package dev.musubi.benchmarks;

/** Events as fast as the hub takes them: one a request, one person's 20, and new people. */
final class Events {

    private final Bench bench;

    Events(Bench bench) {
        this.bench = bench;
    }

    void measure() throws Exception {
        bench.seed();
        bench.warmUp();
        Workload workload = bench.workload();
        for (int each : bench.connections()) {
            ingest(
                    "events accepted, 1 a request",
                    each,
                    1,
                    c -> c.post("/api/v1/events", workload.views(workload.somebody(), 1)));
            ingest(
                    "events accepted, 20 a request",
                    each,
                    20,
                    c -> c.post("/api/v1/events", workload.views(workload.somebody(), 20)));
            ingest(
                    "events accepted, 20 a request, each of another person",
                    each,
                    20,
                    c -> c.post("/api/v1/events", workload.viewsOfMany(20)));
        }
        ingest(
                "events accepted, 1 a request, each a new person",
                bench.mostConnections(),
                1,
                c -> c.post("/api/v1/events", workload.stranger()));
    }

    /** What was accepted meanwhile, then what was applied until nothing was left. */
    private void ingest(String figure, int connections, int events, Loop.Step step)
            throws Exception {
        Bench.Measured measured = bench.begin();
        bench.profiler().begin(figure + ", " + connections + " connections");
        bench.table()
                .row(
                        figure,
                        connections,
                        bench.loop().run(connections, bench.warm(), bench.seconds(), step),
                        events);
        Cost cost = measured.settled(connections);
        bench.profiler().end(cost.events());
    }
}
