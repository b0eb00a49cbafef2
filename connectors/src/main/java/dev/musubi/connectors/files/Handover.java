package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.Submission;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way of one file's content into the event log and among the dead letters: waits for stores
 * that are away, and counts. Of one thread.
 */
public final class Handover {
    private final Append log;
    private final Consumer<Undelivered> deadLetters;
    private final Patience patience;
    private final FileReport report;
    private final Consumer<List<Appended>> results;

    Handover(
            Append log,
            Consumer<Undelivered> deadLetters,
            Patience patience,
            FileReport report,
            Consumer<List<Appended>> results) {
        this.log = log;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.report = report;
        this.results = results;
    }

    /** Makes events durable, however long it takes; results in the order of the submissions. */
    public List<Appended> append(List<Submission> submissions) {
        var appended = until(() -> log.append(submissions));
        report.appended(appended);
        results.accept(appended);
        return appended;
    }

    /** Makes a dead letter durable, however long it takes. */
    public void keep(Undelivered letter) {
        until(
                () -> {
                    deadLetters.accept(letter);
                    return letter;
                });
        report.dead();
    }

    /**
     * Repeats what an absent or overloaded store refuses, until it succeeds.
     *
     * @throws RuntimeException where the hub stops first
     */
    public <T> T until(Supplier<T> work) {
        return patience.until(work);
    }

    /** What is said of the file at the end. */
    public FileReport report() {
        return report;
    }
}
