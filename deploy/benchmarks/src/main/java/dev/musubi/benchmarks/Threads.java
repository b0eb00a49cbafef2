package dev.musubi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which threads of a process use the cores, by the first letters of their names (Linux). */
final class Threads {

    /** A hundredth of a second: what {@code /proc} counts in on Linux. */
    private static final double SECONDS_A_TICK = 0.01;

    private Threads() {}

    /** Seconds of processor time so far, by group of threads; threads that ended are not in it. */
    static Map<String, Double> seconds(long pid) throws IOException {
        Map<String, Double> groups = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    groups.merge(group(stat), seconds(stat), Double::sum);
                } catch (java.nio.file.NoSuchFileException ended) {
                    groups.merge("(ended)", 0.0, Double::sum);
                } catch (IOException e) {
                    if (Files.exists(task)) {
                        throw e;
                    }
                }
            }
        }
        return groups;
    }

    /** The name in a line of {@code stat}, less its numbers. */
    static String group(String stat) {
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String letters = withoutNumbers(name);
        return letters.isEmpty() ? name : letters;
    }

    /** Less what tells the threads of a pool apart: numbers at the end or between two marks. */
    static String withoutNumbers(String name) {
        return name.replaceAll("[-_.#]?\\d+[-_.:]*$|[-_.#]\\d+(?=[-_.])", "").strip();
    }

    /** User and system time in a line of {@code stat}. */
    static double seconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * SECONDS_A_TICK;
    }

    /** What was used between, the most first, nothing below a hundredth of all. */
    static Map<String, Double> between(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> used = new LinkedHashMap<>();
        after.forEach((name, s) -> used.put(name, s - before.getOrDefault(name, 0.0)));
        double all = used.values().stream().mapToDouble(s -> s).sum();
        Map<String, Double> most = new LinkedHashMap<>();
        used.entrySet().stream()
                .filter(e -> e.getValue() > 0 && e.getValue() >= all / 100)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(e -> most.put(e.getKey(), e.getValue()));
        return most;
    }
}
