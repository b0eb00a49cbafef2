package dev.musubi.benchmarks.inside;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** The event log with many callers on virtual threads, each one event at a time. */
public final class Appends {

    /** Appends a second, latencies in microseconds, appends that were refused. */
    public record Result(double perSecond, Histogram latencies, long refused) {}

    private Appends() {}

    public static Result run(Core core, int callers, double warm, double seconds)
            throws InterruptedException, ExecutionException {
        String run = "a" + System.currentTimeMillis() + "-";
        AtomicLong number = new AtomicLong();
        Recorder latencies = new Recorder(3);
        LongAdder refused = new LongAdder();
        long from = System.nanoTime() + (long) (warm * 1e9);
        long to = from + (long) (seconds * 1e9);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    for (long start = System.nanoTime(); start < to; ) {
                                        boolean taken =
                                                append(core, run + number.incrementAndGet());
                                        long end = System.nanoTime();
                                        if (start >= from && end <= to) {
                                            if (taken) {
                                                latencies.recordValue((end - start) / 1000);
                                            } else {
                                                refused.increment();
                                            }
                                        }
                                        start = end;
                                    }
                                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        Histogram all = latencies.getIntervalHistogram();
        return new Result(all.getTotalCount() / seconds, all, refused.sum());
    }

    private static boolean append(Core core, String id) {
        ObjectNode envelope = Samples.view(id, "p" + ThreadLocalRandom.current().nextInt(10_000));
        try {
            core.append(List.of(envelope));
            return true;
        } catch (dev.musubi.platform.HubException.Overloaded full) {
            return false;
        }
    }
}
