package dev.musubi.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Minutes without rest: how much is applied with no more waiting at the end than at the beginning.
 *
 * <p>First the rate is found: as fast as possible, but for pauses while more than {@value
 * #MOST_WAITING} events wait. Then 95 % of what was applied so is sent at a fixed pace for all the
 * minutes; where the backlog grows, 5 % less, from the start.
 */
final class Steady {

    private static final int MOST_WAITING = 5_000;
    private static final int TRIES = 6;

    private final Bench bench;
    private final int connections;

    Steady(Bench bench) {
        this.bench = bench;
        this.connections = bench.mostConnections();
    }

    void measure() throws Exception {
        bench.seed();
        bench.warmUp();
        for (String name : bench.options().list("kinds", "one,different,new")) {
            Kind kind = Kind.of(name, bench.workload());
            double rate = 0.95 * find(kind);
            boolean held = hold(kind, rate);
            for (int i = 1; i < TRIES && !held; i++) {
                rate *= 0.95;
                held = hold(kind, rate);
            }
            if (!held) {
                bench.table()
                        .fact(
                                "steady, " + kind.figure(),
                                "no rate found that stands: not measured");
            }
        }
    }

    /** Events a second that are applied while a bounded number waits. */
    private double find(Kind kind) throws Exception {
        double seconds = bench.options().number("find-seconds", 30);
        Standing before = bench.hub().drain();
        AtomicBoolean open = new AtomicBoolean(true);
        try (Background load =
                Background.start(
                        bench.hub(),
                        connections,
                        Pace.gated(open::get, bench.warm() + seconds),
                        kind.step())) {
            Standing from = before;
            Standing now = before;
            while (load.runs()) {
                Hub.pause(java.time.Duration.ofMillis(200));
                now = bench.hub().standing();
                open.set(now.backlogSince(before) < MOST_WAITING);
                if (from.equals(before) && now.secondsSince(before) >= bench.warm()) {
                    from = now;
                }
            }
            load.join();
            double applied = (now.applied() - from.applied()) / now.secondsSince(from);
            bench.table()
                    .rate(
                            kind.figure() + ", applied while at most 5,000 wait",
                            connections,
                            applied);
            return applied;
        }
    }

    /** Whether the hub keeps up with so many events a second; rows where it does. */
    private boolean hold(Kind kind, double rate) throws Exception {
        double seconds = bench.options().number("minutes", 10) * 60;
        bench.hub().drain();
        String figure =
                String.format(Locale.ROOT, "steady, %s, %,.0f a second due", kind.figure(), rate);
        System.err.println(figure);
        Bench.Measured measured = bench.begin();
        bench.profiler().begin(figure);
        Watch.Seen seen;
        try (Background load =
                Background.start(
                        bench.hub(),
                        connections,
                        Pace.open(rate / kind.events(), seconds),
                        kind.step())) {
            seen =
                    Watch.until(
                            bench.hub(),
                            measured.before(),
                            load,
                            standings -> outgrown(standings, rate));
        }
        Backlog backlog = seen.backlog();
        boolean stands =
                !seen.cut() && backlog.stands(rate, 1) && seen.acceptedPerSecond() >= 0.98 * rate;
        if (stands) {
            bench.table()
                    .rate(
                            String.format(
                                    Locale.ROOT,
                                    "**steady, %s, applied for %.1f minutes**",
                                    kind.figure(),
                                    seen.seconds() / 60),
                            connections,
                            seen.appliedPerSecond());
            bench.table()
                    .row(
                            "… requests, from when each was due",
                            connections,
                            new Loop.Result(
                                    seen.answered() / seen.seconds(),
                                    seen.latencies(),
                                    seen.refused()),
                            1);
            tell(backlog);
            bench.processes()
                    .residentMegabytes()
                    .forEach((n, size) -> bench.table().fact("… resident, " + n, size + " MB"));
        } else {
            bench.table()
                    .fact(
                            figure,
                            String.format(
                                    Locale.ROOT,
                                    "does not stand: %,.0f a second accepted; %s",
                                    seen.acceptedPerSecond(),
                                    words(backlog)));
        }
        Standing end = bench.hub().drain();
        Cost cost = measured.cost(end);
        if (stands) {
            bench.table().fact("… processor time an applied event", cost.words());
        }
        bench.profiler().end(cost.events());
        return stands;
    }

    /** More than four seconds of load wait after a time in which that cannot be a beginning. */
    private static boolean outgrown(List<Standing> standings, double rate) {
        Standing first = standings.getFirst();
        Standing last = standings.getLast();
        return last.secondsSince(first) > 15 && last.backlogSince(first) > 4 * rate;
    }

    private void tell(Backlog backlog) {
        bench.table().fact("… backlog", words(backlog));
    }

    static String words(Backlog backlog) {
        return String.format(
                Locale.ROOT,
                "%+.1f events a second over %.0f s, at most %,.0f, in the end %,.0f; oldest %.2f s;"
                        + " index at most %.2f s behind",
                backlog.perSecond(),
                backlog.seconds(),
                backlog.largest(),
                backlog.last(),
                backlog.lag(),
                backlog.indexLag());
    }
}
