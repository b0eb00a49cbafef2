package dev.musubi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** A closed loop: so many connections, each sending its next request when it has its answer. */
final class Loop {

    /** One request and its answer. */
    interface Step {
        Connection.Answer run(Connection connection) throws IOException;
    }

    /** What a loop gave: answers a second, latencies in microseconds, answers other than 2xx. */
    record Result(double perSecond, Histogram latencies, long refused) {

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    private final URI hub;
    private final String key;

    Loop(URI hub, String key) {
        this.hub = hub;
        this.key = key;
    }

    Result run(int connections, double warmSeconds, double seconds, Step step)
            throws InterruptedException, ExecutionException {
        long from = System.nanoTime() + (long) (warmSeconds * 1e9);
        long to = from + (long) (seconds * 1e9);
        try (var threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Result>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> one(from, to, step)));
            }
            var latencies = new Histogram(3);
            long refused = 0;
            for (Future<Result> each : running) {
                latencies.add(each.get().latencies());
                refused += each.get().refused();
            }
            return new Result(latencies.getTotalCount() / seconds, latencies, refused);
        }
    }

    private Result one(long from, long to, Step step) throws IOException {
        var latencies = new Histogram(3);
        long refused = 0;
        try (var connection = new Connection(hub, key)) {
            for (long start = System.nanoTime(); start < to; ) {
                Connection.Answer answer = step.run(connection);
                long end = System.nanoTime();
                // Only answers within the window count, so that the rate is not flattered.
                if (start >= from && end <= to) {
                    if (answer.status() / 100 == 2) {
                        latencies.recordValue((end - start) / 1000);
                    } else {
                        refused++;
                    }
                }
                start = end;
            }
        }
        return new Result(0, latencies, refused);
    }
}
