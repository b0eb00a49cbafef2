package dev.musubi.benchmarks;

import java.util.Locale;

/** The markdown table, written row by row so that a run that is cut short leaves what it has. */
final class Table {

    Table() {
        head();
    }

    /** The head again, after something else was printed. */
    static void head() {
        write("| figure | connections | a second | p50 ms | p95 ms | p99 ms | refused |");
        write("| --- | --- | --- | --- | --- | --- | --- |");
    }

    /** A rate, counted in units of {@code perAnswer} an answer. */
    void row(String figure, int connections, Loop.Result result, int perAnswer) {
        write(
                String.format(
                        Locale.ROOT,
                        "| %s | %d | %,.0f | %.1f | %.1f | %.1f | %d |",
                        figure,
                        connections,
                        result.perSecond() * perAnswer,
                        result.millis(50),
                        result.millis(95),
                        result.millis(99),
                        result.refused()));
    }

    void rate(String figure, int connections, double perSecond) {
        write(
                String.format(
                        Locale.ROOT,
                        "| %s | %d | %,.0f | | | | |",
                        figure,
                        connections,
                        perSecond));
    }

    void fact(String figure, String value) {
        write("| " + figure + " | | " + value + " | | | | |");
    }

    private static void write(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
