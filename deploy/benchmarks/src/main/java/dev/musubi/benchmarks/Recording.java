package dev.musubi.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording, read as tables: where the time, the memory and the waiting were. */
public final class Recording {

    private static final int ROWS = 15;
    private static final String LAMBDA = "$$Lambda";
    private static final String NONE = "(none of ours)";

    /** Sums by key. */
    private static final class Sums {
        private final Map<String, Double> by = new TreeMap<>();

        void add(String key, double value) {
            by.merge(key, value, Double::sum);
        }

        double all() {
            return by.values().stream().mapToDouble(v -> v).sum();
        }

        Map<String, Double> most(int rows) {
            Map<String, Double> most = new LinkedHashMap<>();
            by.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .limit(rows)
                    .forEach(e -> most.put(e.getKey(), e.getValue()));
            return most;
        }
    }

    private final Map<String, Sums> byThread = new TreeMap<>();
    private final Sums threads = new Sums();
    private final Sums parts = new Sums();
    private final Sums ours = new Sums();
    private final Sums classes = new Sums();
    private final Sums sites = new Sums();
    private final Sums waits = new Sums();

    private Recording() {}

    /** Prints the tables of the recordings named, such as one that an earlier run has kept. */
    public static void main(String[] files) throws IOException {
        for (String file : files) {
            of(Path.of(file)).print(System.out);
        }
    }

    static Recording of(Path file) throws IOException {
        Recording recording = new Recording();
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                recording.add(events.readEvent());
            }
        }
        return recording;
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.CPUTimeSample", "jdk.ExecutionSample", "profiler.WallClockSample" ->
                    sample(event);
            case "jdk.ObjectAllocationSample" -> {
                double bytes = event.getLong("weight");
                RecordedClass type = event.getClass("objectClass");
                classes.add(type == null ? "?" : type.getName(), bytes);
                sites.add(firstOf(event, Recording::ours), bytes);
            }
            case "jdk.JavaMonitorEnter",
                    "jdk.ThreadPark",
                    "jdk.VirtualThreadPinned",
                    "jdk.SocketRead",
                    "jdk.SocketWrite",
                    "jdk.FileForce" ->
                    waited(event);
            default -> {}
        }
    }

    /** What parks for want of work, such as the threads of a pool, is not told. */
    private void waited(RecordedEvent event) {
        String kind = event.getEventType().getName().substring("jdk.".length());
        String method = firstOf(event, Recording::ours);
        boolean idle =
                kind.equals("ThreadPark") && (method.equals(NONE) || method.endsWith(".pause"));
        if (!idle) {
            waits.add(
                    kind + " · " + thread(event.getThread()) + " · " + method,
                    event.getDuration().toNanos() / 1e6);
        }
    }

    private void sample(RecordedEvent event) {
        RecordedThread sampled =
                event.hasField("sampledThread")
                        ? event.getThread("sampledThread")
                        : event.getThread("eventThread");
        String thread = thread(sampled);
        threads.add(thread, 1);
        byThread.computeIfAbsent(thread, _ -> new Sums()).add(firstOf(event, _ -> true), 1);
        ours.add(firstOf(event, Recording::ours), 1);
        parts.add(part(event), 1);
    }

    /** Threads of one pool are one: their names less the numbers. */
    static String thread(@org.jspecify.annotations.Nullable RecordedThread thread) {
        if (thread == null) {
            return "?";
        }
        String name = thread.getJavaName() == null ? thread.getOSName() : thread.getJavaName();
        if (name == null || name.isBlank()) {
            return thread.isVirtual() ? "(virtual)" : "?";
        }
        return Threads.withoutNumbers(name.replaceAll("ClusterId\\{.*", ""));
    }

    private static boolean ours(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.startsWith("dev.musubi.") && !type.contains(LAMBDA);
    }

    /** The frame nearest to the top that is meant. */
    private static String firstOf(
            RecordedEvent event, java.util.function.Predicate<RecordedFrame> meant) {
        return frames(event).stream().filter(meant).findFirst().map(Recording::name).orElse(NONE);
    }

    private static String name(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        int lambda = type.indexOf(LAMBDA);
        String plain = lambda < 0 ? type : type.substring(0, lambda + LAMBDA.length());
        return plain.substring(plain.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
    }

    /** The library that the top of the stack is in: the first three names of its package. */
    private static String part(RecordedEvent event) {
        Function<RecordedFrame, String> package3 =
                frame -> {
                    String[] names = frame.getMethod().getType().getName().split("\\.");
                    return String.join(
                            ".", List.of(names).subList(0, Math.min(3, names.length - 1)));
                };
        return frames(event).stream()
                .map(package3)
                .filter(p -> !p.isEmpty() && !p.matches("(java|jdk|sun)\\..*"))
                .findFirst()
                .orElse("the JDK alone");
    }

    private static List<RecordedFrame> frames(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        return stack == null
                ? List.of()
                : stack.getFrames().stream().filter(f -> f.getMethod() != null).toList();
    }

    void print(PrintStream out) {
        if (threads.all() > 0) {
            table(out, "hub by thread (samples of processor time)", threads, "samples");
            table(out, "hub by library nearest to the top", parts, "samples");
            table(out, "hub by method of ours nearest to the top", ours, "samples");
            threads.most(6)
                    .keySet()
                    .forEach(
                            thread ->
                                    table(
                                            out,
                                            "top of the stack in " + thread,
                                            byThread.getOrDefault(thread, new Sums()),
                                            "samples"));
        }
        if (classes.all() > 0) {
            table(out, "allocated by class", classes, "bytes");
            table(out, "allocated by method of ours nearest to the top", sites, "bytes");
        }
        if (waits.all() > 0) {
            table(out, "waited: what, thread, method of ours", waits, "ms");
        }
    }

    private static void table(PrintStream out, String title, Sums sums, String unit) {
        double all = sums.all();
        out.printf("%n| %s | %s | share |%n| --- | --- | --- |%n", title, unit);
        sums.most(ROWS)
                .forEach(
                        (key, value) ->
                                out.printf(
                                        Locale.ROOT,
                                        "| %s | %,.0f | %.1f %% |%n",
                                        key,
                                        value,
                                        100 * value / all));
    }
}
