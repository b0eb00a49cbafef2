package dev.musubi.console;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Numbers as a small line, the oldest left. Pure.
 *
 * @param points of an SVG polyline in a box of {@link #WIDTH} by {@link #HEIGHT}, the greatest
 *     number at the top and zero at the bottom
 * @param last where the line ends
 */
record Spark(List<Long> values, String points, String last) {

    static final int WIDTH = 120;
    static final int HEIGHT = 28;
    private static final int EDGE = 3;

    Spark {
        values = List.copyOf(values);
    }

    static Spark of(List<Long> values) {
        double most = Math.max(1, values.stream().mapToLong(Long::longValue).max().orElse(0));
        double step = values.size() < 2 ? 0 : (WIDTH - 2.0 * EDGE) / (values.size() - 1);
        StringJoiner points = new StringJoiner(" ");
        String last = "";
        for (int i = 0; i < values.size(); i++) {
            double y = HEIGHT - EDGE - values.get(i) / most * (HEIGHT - 2.0 * EDGE);
            last = String.format(Locale.ROOT, "%.1f,%.1f", EDGE + i * step, y);
            points.add(last);
        }
        return new Spark(values, points.toString(), last);
    }

    public String lastX() {
        return last.isEmpty() ? "0" : last.substring(0, last.indexOf(','));
    }

    public String lastY() {
        return last.isEmpty() ? "0" : last.substring(last.indexOf(',') + 1);
    }

    public long most() {
        return values.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    public long today() {
        return values.isEmpty() ? 0 : values.getLast();
    }
}
