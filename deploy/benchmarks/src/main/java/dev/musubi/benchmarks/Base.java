package dev.musubi.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes a base of many people: each by the event that makes them known and some views, handed over
 * through the door, 500 a request, so that the hub folds them as it folds everything. No more than
 * some seconds of work wait.
 */
final class Base {

    private static final int MOST_WAITING = 20_000;
    private static final int CONNECTIONS = 2;

    private Base() {}

    /** People from a number up to another one; a row of how long that took. */
    static void grow(Bench bench, int from, int to, int history) throws Exception {
        Workload workload = new Workload(to, bench.run() + "-base-" + to);
        AtomicInteger next = new AtomicInteger(from);
        AtomicBoolean open = new AtomicBoolean(true);
        int each = Math.max(1, Seed.BATCH / (1 + history));
        Bench.Measured measured = bench.begin();
        Pace pace =
                Pace.gated(
                        () -> open.get() || next.get() >= to,
                        (double) Duration.ofHours(12).toSeconds());
        Pace untilAllAreThere =
                () -> next.get() >= to ? java.util.OptionalLong.empty() : pace.next();
        Standing told = measured.before();
        try (Background load =
                Background.start(
                        bench.hub(),
                        CONNECTIONS,
                        untilAllAreThere,
                        c -> people(c, workload, next.getAndAdd(each), each, to, history))) {
            while (load.runs()) {
                Hub.pause(Duration.ofMillis(250));
                Standing now = bench.hub().standing();
                open.set(now.backlogSince(measured.before()) < MOST_WAITING);
                if (now.secondsSince(told) > 10) {
                    System.err.printf(
                            Locale.ROOT,
                            "%,d of %,d people, %,.0f events a second, index %.1f s behind%n",
                            Math.min(next.get(), to),
                            to,
                            (now.applied() - told.applied()) / now.secondsSince(told),
                            now.indexLag());
                    told = now;
                }
            }
            load.join();
        }
        Standing end = bench.hub().drain();
        bench.table()
                .rate(
                        String.format(
                                Locale.ROOT,
                                "people made known through the door, up to %,d, each with %d views",
                                to,
                                history),
                        CONNECTIONS,
                        (to - from) / end.secondsSince(measured.before()));
    }

    private static Connection.Answer people(
            Connection connection, Workload workload, int from, int number, int to, int history)
            throws IOException {
        List<String> events = new ArrayList<>();
        for (int person = from; person < Math.min(to, from + number); person++) {
            events.add(workload.person(person));
            for (int i = 0; i < history; i++) {
                events.add(workload.viewOf("p" + person));
            }
        }
        return events.isEmpty() ? new Connection.Answer(202, "") : Seed.batch(connection, events);
    }
}
