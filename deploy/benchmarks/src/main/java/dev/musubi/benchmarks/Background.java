package dev.musubi.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** A load that runs while somebody looks on. */
final class Background implements AutoCloseable {

    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();
    private final Recorder latencies = new Recorder(3);
    private final Histogram all = new Histogram(3);
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean stopped;

    private Background(int connections) {
        this.threads = Executors.newFixedThreadPool(connections);
    }

    static Background start(Hub hub, int connections, Pace pace, Loop.Step step) {
        Background load = new Background(connections);
        for (int i = 0; i < connections; i++) {
            load.running.add(
                    load.threads.submit(
                            () -> {
                                load.one(hub, pace, step);
                                return null;
                            }));
        }
        return load;
    }

    private void one(Hub hub, Pace pace, Loop.Step step) throws IOException {
        try (Connection connection = hub.connect()) {
            for (OptionalLong due = pace.next(); due.isPresent() && !stopped; due = pace.next()) {
                Connection.Answer answer = step.run(connection);
                if (answer.status() / 100 == 2) {
                    latencies.recordValue(Math.max(0, System.nanoTime() - due.getAsLong()) / 1000);
                    answered.increment();
                } else {
                    refused.increment();
                }
            }
        }
    }

    boolean runs() {
        return running.stream().anyMatch(each -> !each.isDone());
    }

    /** Waits for the end, at most so long; to a fiftieth of a second. */
    void await(Duration atMost) {
        long start = System.nanoTime();
        while (runs() && System.nanoTime() - start < atMost.toNanos()) {
            Hub.pause(Duration.ofMillis(20));
        }
    }

    /** Answers 2xx so far. */
    long answered() {
        return answered.sum();
    }

    /** Answers other than 2xx so far. */
    long refused() {
        return refused.sum();
    }

    /** Latencies since the last call, in microseconds from when a request was due. */
    Histogram interval() {
        Histogram since = latencies.getIntervalHistogram();
        all.add(since);
        return since;
    }

    /**
     * Waits for the end.
     *
     * @return all latencies, in microseconds from when a request was due
     * @throws ExecutionException where a connection failed
     */
    Histogram join() throws InterruptedException, ExecutionException {
        for (Future<?> each : running) {
            each.get();
        }
        interval();
        return all;
    }

    /** Ends the threads; the load is cut short where it runs. */
    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
