package dev.musubi.connectors.files;

import dev.musubi.event.Appended;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of one file, as a line of the log and as counters; without personal data. */
final class FileReport {
    private static final Logger LOG = LoggerFactory.getLogger(FileReport.class);

    /** What became of a file as a whole. */
    enum Outcome {
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
    private long lines;
    private long receipts;
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

    void seen(long lines, long receipts) {
        this.lines = lines;
        this.receipts = receipts;
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
        LOG.atInfo()
                .addKeyValue("account", account)
                .addKeyValue("file", file)
                .addKeyValue("outcome", name)
                .addKeyValue("lines", lines)
                .addKeyValue("receipts", receipts)
                .addKeyValue("accepted", count(Appended.Status.ACCEPTED))
                .addKeyValue("duplicates", count(Appended.Status.DUPLICATE))
                .addKeyValue("conflicts", count(Appended.Status.CONFLICT))
                .addKeyValue("rejected", count(Appended.Status.REJECTED))
                .addKeyValue("dead", dead)
                .addKeyValue("milliseconds", (System.nanoTime() - started) / 1_000_000)
                .log("file taken in");
    }
}
