package dev.musubi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The hub's process and the stores that it started: their memory and the processor time they used.
 */
final class Processes {

    static final String HUB = "hub";
    static final String MONGOD = "mongod";

    private final Map<String, ProcessHandle> named = new LinkedHashMap<>();

    Processes(long hub) {
        ProcessHandle.of(hub)
                .ifPresent(
                        handle -> {
                            named.put(HUB, handle);
                            handle.descendants()
                                    .forEach(
                                            child ->
                                                    named.merge(
                                                            nameOf(child),
                                                            child,
                                                            Processes::larger));
                        });
    }

    /** A store may have a small watcher beside it: the larger one is the store. */
    private static ProcessHandle larger(ProcessHandle one, ProcessHandle other) {
        return residentMegabytes(one) >= residentMegabytes(other) ? one : other;
    }

    private static String nameOf(ProcessHandle process) {
        String command = process.info().command().orElse("");
        if (command.contains("mongod")) {
            return MONGOD;
        }
        return command.endsWith("java") ? "Elasticsearch" : "other";
    }

    OptionalLong pid(String name) {
        ProcessHandle process = named.get(name);
        return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
    }

    Map<String, Duration> processorTime() {
        Map<String, Duration> times = new LinkedHashMap<>();
        named.forEach(
                (name, process) ->
                        times.put(
                                name,
                                process.info()
                                        .totalCpuDuration()
                                        .orElseThrow(
                                                () ->
                                                        new IllegalStateException(
                                                                name + " has ended"))));
        return times;
    }

    Map<String, Long> residentMegabytes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        named.forEach((name, process) -> sizes.put(name, residentMegabytes(process)));
        return sizes;
    }

    private static long residentMegabytes(ProcessHandle process) {
        try {
            Optional<String> line =
                    Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                            .filter(text -> text.startsWith("VmRSS:"))
                            .findFirst();
            return line.map(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024).orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }
}
