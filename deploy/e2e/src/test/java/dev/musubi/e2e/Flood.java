package dev.musubi.e2e;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Single events at a given rate whatever the answers are, over so many connections; whoever is
 * refused does not come again. Each event has an id of its own, so that it can be asked afterwards
 * which of them are there.
 */
final class Flood {

    private static final int SAMPLED = 200;
    private static final int LONGEST = 60_000;

    private final URI hub;
    private final String name;
    private final AtomicLong number = new AtomicLong();
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final Map<Integer, LongAdder> retryAfters = new ConcurrentSkipListMap<>();
    private final AtomicLongArray latencies = new AtomicLongArray(LONGEST + 1);
    private final LongAdder broken = new LongAdder();
    final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private double seconds;

    /**
     * @param name begins the ids of its events
     */
    Flood(URI hub, String name) {
        this.hub = hub;
        this.name = name;
    }

    /**
     * Runs to its end.
     *
     * @param perSecond how many requests; 0: each connection as soon as it has its answer
     */
    Flood run(int connections, double perSecond, Duration time) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        var due = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                threads.submit(() -> connection(start, end, perSecond, due));
            }
        }
        seconds = (System.nanoTime() - start) / 1e9;
        return this;
    }

    private void connection(long start, long end, double perSecond, AtomicLong due) {
        while (System.nanoTime() < end) {
            try (var wire = new Wire(hub)) {
                while (System.nanoTime() < end) {
                    if (perSecond > 0) {
                        long at = start + (long) (due.getAndIncrement() * 1e9 / perSecond);
                        if (at > end) {
                            return;
                        }
                        for (long now = System.nanoTime(); now < at; now = System.nanoTime()) {
                            LockSupport.parkNanos(at - now);
                        }
                    }
                    one(wire);
                }
            } catch (IOException e) {
                broken.increment();
            }
        }
    }

    private void one(Wire wire) throws IOException {
        long n = number.incrementAndGet();
        String id = name + "-" + n;
        long sent = System.nanoTime();
        Wire.Answer answer = wire.post("/api/v1/events", event(id, n));
        long millis = (System.nanoTime() - sent) / 1_000_000;
        statuses.computeIfAbsent(answer.status(), _ -> new LongAdder()).increment();
        if (answer.status() == 202) {
            latencies.incrementAndGet((int) Math.min(LONGEST, millis));
        } else {
            retryAfters.computeIfAbsent(answer.retryAfter(), _ -> new LongAdder()).increment();
        }
        if (n % SAMPLED == 0) {
            (answer.status() == 202 ? accepted : refused).add(id);
        }
    }

    static String event(String id, long n) {
        return """
        {"source":"web:flood","id":"%s","type":"page.viewed","time":"2026-11-22T10:15:30Z","channel":"web",\
        "identifiers":[{"type":"loyalty_id","value":"F-%d"}],"data":{"url":"/p/%d"}}"""
                .formatted(id, n % 5_000, n % 97);
    }

    double perSecond(int status) {
        LongAdder of = statuses.get(status);
        return of == null ? 0 : of.sum() / seconds;
    }

    double offered() {
        return statuses.values().stream().mapToLong(LongAdder::sum).sum() / seconds;
    }

    /** Milliseconds within which so many of a hundred accepted requests had their answer. */
    int percentile(double of) {
        long all = 0;
        for (int i = 0; i <= LONGEST; i++) {
            all += latencies.get(i);
        }
        long seen = 0;
        for (int i = 0; i <= LONGEST; i++) {
            seen += latencies.get(i);
            if (seen >= all * of / 100) {
                return i;
            }
        }
        return LONGEST;
    }

    Map<Integer, Long> statuses() {
        return sums(statuses);
    }

    /** How often each number of seconds was said. */
    Map<Integer, Long> retryAfters() {
        return sums(retryAfters);
    }

    /** Connections that the hub broke off. */
    long broken() {
        return broken.sum();
    }

    private static Map<Integer, Long> sums(Map<Integer, LongAdder> of) {
        var sums = new TreeMap<Integer, Long>();
        of.forEach((key, sum) -> sums.put(key, sum.sum()));
        return sums;
    }

    @Override
    public String toString() {
        return "offered %.0f/s, accepted %.0f/s, statuses %s, Retry-After %s, accepted p50 %d p99 %d p99.9 %d ms, broken %d"
                .formatted(
                        offered(),
                        perSecond(202),
                        statuses(),
                        retryAfters(),
                        percentile(50),
                        percentile(99),
                        percentile(99.9),
                        broken());
    }
}
