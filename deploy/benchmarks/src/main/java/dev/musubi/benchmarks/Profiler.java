package dev.musubi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of the hub and of mongod goes while a figure is measured: a flight recording of
 * the hub, and the processor time of both by thread. Does nothing where no profile is asked.
 */
final class Profiler {

    /** What can be asked, each with the events of the flight recorder that tell it. */
    private static final Map<String, List<String>> KINDS =
            Map.of(
                    "cpu",
                    List.of(
                            "jdk.CPUTimeSample#enabled=true",
                            "jdk.CPUTimeSample#throttle=10ms",
                            "jdk.CPUTimeSample#stackTrace=true"),
                    "alloc",
                    List.of(
                            "jdk.ObjectAllocationSample#enabled=true",
                            "jdk.ObjectAllocationSample#throttle=300/s"),
                    "lock",
                    List.of(
                            "jdk.JavaMonitorEnter#enabled=true",
                            "jdk.JavaMonitorEnter#threshold=1ms",
                            "jdk.ThreadPark#enabled=true",
                            "jdk.ThreadPark#threshold=1ms",
                            "jdk.VirtualThreadPinned#enabled=true",
                            "jdk.VirtualThreadPinned#threshold=1ms"),
                    "io",
                    List.of(
                            "jdk.SocketRead#enabled=true",
                            "jdk.SocketRead#threshold=1ms",
                            "jdk.SocketWrite#enabled=true",
                            "jdk.SocketWrite#threshold=1ms",
                            "jdk.FileForce#enabled=true",
                            "jdk.FileForce#threshold=1ms"));

    private final List<String> kinds;
    private final Processes processes;
    private final Map<String, Map<String, Double>> used = new LinkedHashMap<>();
    private @Nullable Path recording;
    private String figure = "";

    Profiler(Options options, Processes processes) {
        this.kinds =
                options.given().containsKey("profile") ? options.list("profile", "") : List.of();
        this.processes = processes;
        kinds.forEach(
                kind -> {
                    if (!KINDS.containsKey(kind)) {
                        throw new IllegalArgumentException(
                                "--profile wants some of cpu, alloc, lock, io, not " + kind);
                    }
                });
    }

    void begin(String what) throws IOException, InterruptedException {
        if (kinds.isEmpty()) {
            return;
        }
        figure = what;
        long hub = hub();
        recording = Files.createTempFile("musubi-", ".jfr");
        List<String> words = new ArrayList<>(List.of("JFR.start", "name=bench", "settings=none"));
        kinds.forEach(kind -> KINDS.getOrDefault(kind, List.of()).forEach(e -> words.add("+" + e)));
        words.add("filename=" + recording);
        tell(hub, words);
        used.clear();
        for (String name : List.of(Processes.HUB, Processes.MONGOD)) {
            if (processes.pid(name).isPresent()) {
                used.put(name, Threads.seconds(processes.pid(name).getAsLong()));
            }
        }
    }

    /** Prints where it went, per event where events were counted. */
    void end(double events) throws IOException, InterruptedException {
        Path file = recording;
        if (file == null) {
            return;
        }
        recording = null;
        Map<String, Map<String, Double>> after = new LinkedHashMap<>();
        for (String name : used.keySet()) {
            after.put(name, Threads.seconds(processes.pid(name).orElseThrow()));
        }
        tell(hub(), List.of("JFR.stop", "name=bench"));
        System.out.printf("%n### %s%n", figure);
        for (Map.Entry<String, Map<String, Double>> each : after.entrySet()) {
            threads(
                    each.getKey(),
                    Threads.between(used.getOrDefault(each.getKey(), Map.of()), each.getValue()),
                    events);
        }
        Recording.of(file).print(System.out);
        System.out.printf("%nkept: %s%n%n", file);
        Table.head();
    }

    private long hub() {
        return processes
                .pid(Processes.HUB)
                .orElseThrow(() -> new IllegalStateException("--profile wants a hub of its own"));
    }

    private static void threads(String process, Map<String, Double> seconds, double events) {
        System.out.printf("%n| %s by thread | s | µs an event |%n| --- | --- | --- |%n", process);
        seconds.forEach(
                (name, s) ->
                        System.out.printf(
                                Locale.ROOT, "| %s | %.2f | %,.1f |%n", name, s, s * 1e6 / events));
    }

    private static void tell(long pid, List<String> words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(String.valueOf(pid));
        command.addAll(words);
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(
                        jcmd.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0 || said.contains("Exception")) {
            throw new IOException("jcmd " + words.getFirst() + ": " + said.strip());
        }
    }
}
