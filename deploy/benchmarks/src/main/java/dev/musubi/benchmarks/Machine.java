package dev.musubi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the figures were measured on. */
final class Machine {

    private Machine() {}

    /** Date, cores, memory and Java. */
    static String words() {
        return "%s, %d cores, %d GB, Java %s"
                .formatted(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(memoryKilobytes() / 1024.0 / 1024),
                        System.getProperty("java.version"));
    }

    /** Processes that wanted a core, on average over the last minute. */
    static String load() {
        String averages = String.join("", lines("/proc/loadavg"));
        return averages.substring(0, averages.indexOf(' '));
    }

    private static long memoryKilobytes() {
        return lines("/proc/meminfo").stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
