package dev.musubi.benchmarks;

import java.util.Locale;

/** The highest rate of single events over all connections at which no backlog grows. */
final class Sustainable {

    private static final double TOLERANCE = 0.04;

    /** Beyond this the requests themselves pile up, whatever becomes of the events. */
    private static final double SLOWEST_MILLIS = 1_000;

    private final Bench bench;
    private final Kind kind;
    private final int connections;

    Sustainable(Bench bench) {
        this.bench = bench;
        this.kind = Kind.of(Kind.SINGLE, bench.workload());
        this.connections = bench.mostConnections();
    }

    /** Finds it, and keeps it for the parts that follow. */
    void measure() throws Exception {
        bench.seed();
        bench.warmUp();
        double closed = closedLoop();
        double rate = Bisection.highest(0, closed, TOLERANCE, this::stands);
        if (rate == 0) {
            throw new IllegalStateException("no rate was found at which the backlog stands");
        }
        bench.sustainable(rate);
        bench.table().rate("**single events, sustainable**", connections, rate);
    }

    private double closedLoop() throws Exception {
        Loop.Result result =
                bench.loop().run(connections, bench.warm(), bench.seconds(), kind.step());
        bench.table().row("single events, as fast as they are taken", connections, result, 1);
        bench.hub().drain();
        if (result.perSecond() == 0) {
            throw new IllegalStateException("no event was accepted");
        }
        return result.perSecond();
    }

    private boolean stands(double rate) throws Exception {
        double seconds = bench.options().number("step-seconds", 30);
        Standing before = bench.hub().drain();
        Watch.Seen seen;
        try (Background load =
                Background.start(bench.hub(), connections, Pace.open(rate, seconds), kind.step())) {
            seen = Watch.until(bench.hub(), before, load, _ -> false);
        }
        Backlog backlog = seen.backlog();
        boolean kept = seen.acceptedPerSecond() >= 0.97 * rate && seen.millis(99) <= SLOWEST_MILLIS;
        boolean stands = kept && seen.refused() == 0 && backlog.stands(rate, 0.5);
        bench.table()
                .row(
                        String.format(
                                Locale.ROOT,
                                "single events, %,.0f a second due: %s; %s",
                                rate,
                                stands ? "stands" : kept ? "grows" : "not kept up with",
                                Steady.words(backlog)),
                        connections,
                        new Loop.Result(seen.acceptedPerSecond(), seen.latencies(), seen.refused()),
                        1);
        return stands;
    }
}
