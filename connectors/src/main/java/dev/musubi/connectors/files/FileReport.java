package dev.musubi.connectors.files;

import dev.musubi.event.Appended;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of one file, as a line of the log and as counters; without personal data. */
public final class FileReport {
    private static final Logger LOG = LoggerFactory.getLogger(FileReport.class);

    /** What became of a file as a whole. */
    public enum Outcome {
        /** All of it is durable, as events or as dead letters of rows. */
        LOADED,
        /** Nothing of it could be used: it is a dead letter itself. */
        UNREADABLE,
        /** It was gone before it was read. */
        VANISHED,
        /** It could not be read now, the disk's fault; it stays for the next poll. */
        POSTPONED
    }

    private final String account;
    private final String file;
    private final long started = System.nanoTime();
    private final Map<Appended.Status, Long> events = new EnumMap<>(Appended.Status.class);
    private final Map<String, Long> changes = new LinkedHashMap<>();
    private long lines;
    private long records;
    private long dead;

    FileReport(String account, String file) {
        this.account = account;
        this.file = file;
    }

    void appended(List<Appended> results) {
        results.forEach(result -> events.merge(result.status(), 1L, Long::sum));
    }

    void dead() {
        dead++;
    }

    /**
     * @param lines physical lines, header and blank ones too
     * @param records what the rows made up: receipts, members
     */
    public void seen(long lines, long records) {
        this.lines = lines;
        this.records = records;
    }

    /** How many records of a kind there were: added, changed, unchanged. */
    public void changes(String kind, long count) {
        changes.put(kind, count);
    }

    long count(Appended.Status status) {
        return events.getOrDefault(status, 0L);
    }

    long deadLetters() {
        return dead;
    }

    void end(Outcome outcome, MeterRegistry meters) {
        var name = outcome.name().toLowerCase(Locale.ROOT);
        meters.counter("musubi.files", "account", account, "outcome", name).increment();
        meters.counter("musubi.files.lines", "account", account).increment((double) lines);
        meters.counter("musubi.files.dead", "account", account).increment((double) dead);
        for (var status : Appended.Status.values()) {
            meters.counter(
                            "musubi.files.events",
                            "account",
                            account,
                            "status",
                            status.name().toLowerCase(Locale.ROOT))
                    .increment((double) count(status));
        }
        changes.forEach((kind, count) -> counted(meters, kind, count));
        var line = LOG.atInfo();
        for (var change : changes.entrySet()) {
            line = line.addKeyValue(change.getKey(), change.getValue());
        }
        line.addKeyValue("account", account)
                .addKeyValue("file", file)
                .addKeyValue("outcome", name)
                .addKeyValue("lines", lines)
                .addKeyValue("records", records)
                .addKeyValue("accepted", count(Appended.Status.ACCEPTED))
                .addKeyValue("duplicates", count(Appended.Status.DUPLICATE))
                .addKeyValue("conflicts", count(Appended.Status.CONFLICT))
                .addKeyValue("rejected", count(Appended.Status.REJECTED))
                .addKeyValue("dead", dead)
                .addKeyValue("milliseconds", (System.nanoTime() - started) / 1_000_000)
                .log("file taken in");
    }

    private void counted(MeterRegistry meters, String kind, long count) {
        meters.counter("musubi.files.records", "account", account, "change", kind)
                .increment((double) count);
    }
}
