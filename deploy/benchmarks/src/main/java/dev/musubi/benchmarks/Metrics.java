package dev.musubi.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of the hub's metrics, in the text format of Prometheus. */
final class Metrics {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");

    private record Sample(String name, String labels, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    Metrics(String text) {
        for (String line : text.lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                String labels = sample.group(2);
                samples.add(
                        new Sample(
                                sample.group(1),
                                labels == null ? "" : labels,
                                number(sample.group(3))));
            }
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The sum over all labels; nothing where the hub says nothing of it. */
    OptionalDouble sum(String name) {
        double[] values = values(name, "");
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(java.util.Arrays.stream(values).sum());
    }

    /** The sum over what carries this label, such as {@code outcome="accepted"}. */
    double sum(String name, String label) {
        return java.util.Arrays.stream(values(name, label)).sum();
    }

    /** The value under this label; nothing where the hub says nothing of it. */
    OptionalDouble largest(String name, String label) {
        return java.util.Arrays.stream(values(name, label)).max();
    }

    private double[] values(String name, String label) {
        return samples.stream()
                .filter(s -> s.name().equals(name) && s.labels().contains(label))
                .mapToDouble(Sample::value)
                .toArray();
    }
}
