package dev.musubi.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/** Looks at the hub once a second while a load runs, and tells of every ten seconds. */
final class Watch {

    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final double SLICE_SECONDS = 10;

    /**
     * What a load gave.
     *
     * @param standings once a second, the first before the load began
     * @param latencies in microseconds from when a request was due
     * @param cut whether it was ended before its time
     */
    record Seen(
            List<Standing> standings,
            Histogram latencies,
            long answered,
            long refused,
            boolean cut) {

        Backlog backlog() {
            return Backlog.of(standings);
        }

        double seconds() {
            return standings.getLast().secondsSince(standings.getFirst());
        }

        double acceptedPerSecond() {
            return (standings.getLast().accepted() - standings.getFirst().accepted()) / seconds();
        }

        double appliedPerSecond() {
            return (standings.getLast().applied() - standings.getFirst().applied()) / seconds();
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    private Watch() {}

    /**
     * Looks on until the load ends.
     *
     * @param before the hub's standing before the load began
     * @param enough asked after every look whether to end the load before its time
     */
    static Seen until(Hub hub, Standing before, Background load, Predicate<List<Standing>> enough)
            throws IOException, InterruptedException, ExecutionException {
        List<Standing> standings = new ArrayList<>(List.of(before));
        Standing slice = before;
        boolean cut = false;
        while (load.runs() && !cut) {
            load.await(BETWEEN);
            Standing now = hub.standing();
            standings.add(now);
            if (now.secondsSince(slice) >= SLICE_SECONDS) {
                tell(before, slice, now, load.interval());
                slice = now;
            }
            cut = enough.test(standings);
        }
        if (cut) {
            load.close();
        }
        Histogram latencies = cut ? load.interval() : load.join();
        return new Seen(standings, latencies, load.answered(), load.refused(), cut);
    }

    private static void tell(Standing before, Standing slice, Standing now, Histogram latencies) {
        double seconds = now.secondsSince(slice);
        System.err.printf(
                Locale.ROOT,
                "%6.0f s: accepted %,7.0f/s, applied %,7.0f/s, backlog %,8.0f, lag %5.2f s,"
                        + " index lag %5.2f s, p50 %.1f ms, p99 %.1f ms%n",
                now.secondsSince(before),
                (now.accepted() - slice.accepted()) / seconds,
                (now.applied() - slice.applied()) / seconds,
                now.backlogSince(before),
                now.lag(),
                now.indexLag(),
                latencies.getValueAtPercentile(50) / 1000.0,
                latencies.getValueAtPercentile(99) / 1000.0);
    }
}
