package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.pos.Receipt;
import dev.musubi.connectors.pos.Receipts;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one file of an account in: when this returns, all it holds is durable, as events or as dead
 * letters. Taking it again gives duplicates. Thread safe.
 */
final class FileIntake {
    private static final Logger LOG = LoggerFactory.getLogger(FileIntake.class);
    private static final int BATCH = 500;
    private static final int BATCH_BYTES = 4 << 20;

    private final CheckedAccount account;
    private final Append log;
    private final Consumer<Undelivered> deadLetters;
    private final Patience patience;
    private final Clock clock;
    private final MeterRegistry meters;

    FileIntake(
            CheckedAccount account,
            Append log,
            Consumer<Undelivered> deadLetters,
            Patience patience,
            Clock clock,
            MeterRegistry meters) {
        this.account = account;
        this.log = log;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.clock = clock;
        this.meters = meters;
    }

    CheckedAccount account() {
        return account;
    }

    /**
     * @param name what the file is called where it came from
     * @param modified when it was last written there
     * @param kept where it will lie if it cannot be read
     * @throws Stopping where the hub stops before all is durable
     * @throws IOException where the disk fails, ours or the file's
     */
    FileReport.Outcome take(Path file, String name, Instant modified, String kept)
            throws IOException {
        var shown = name.replaceAll("\\p{Cntrl}", "?");
        var report = new FileReport(account.name(), shown);
        FileReport.Outcome outcome;
        try {
            load(file, shown, modified, report, _ -> {});
            outcome = FileReport.Outcome.LOADED;
        } catch (UnreadableFile e) {
            setAside(file, shown, modified, String.valueOf(e.getMessage()), kept, report);
            outcome = FileReport.Outcome.UNREADABLE;
        } catch (NoSuchFileException e) {
            outcome = FileReport.Outcome.VANISHED;
        } catch (IOException e) {
            report.end(FileReport.Outcome.POSTPONED, meters);
            throw e;
        } catch (UncheckedIOException e) {
            report.end(FileReport.Outcome.POSTPONED, meters);
            throw e.getCause();
        } catch (Stopping | HubException e) {
            throw e;
        } catch (RuntimeException e) {
            // A fault of ours does not pass by waiting: the file must not turn in the inbox.
            setAside(file, shown, modified, ourFault(e), kept, report);
            outcome = FileReport.Outcome.UNREADABLE;
        }
        report.end(outcome, meters);
        return outcome;
    }

    /** The text of a foreign exception may quote a row, so it is neither kept nor logged. */
    private static String ourFault(RuntimeException fault) {
        var kind = fault.getClass().getSimpleName();
        var trace = fault.getStackTrace();
        LOG.error("{} at {}", kind, trace.length == 0 ? "an unknown place" : trace[0]);
        return "a fault of the hub (" + kind + "); replay the letter after an update";
    }

    /** Reads and appends. Results are handed on batch by batch. */
    void load(
            Path file,
            String name,
            Instant modified,
            FileReport report,
            Consumer<List<Appended>> results)
            throws IOException {
        var asOf = account.dates().date(name, modified, clock.instant());
        var batch = new Batch(name, asOf, report, results);
        try (var in = Inflated.open(file, account.configured().limits())) {
            var budget = account.configured().limits().sortMemory().toBytes();
            var seen =
                    new Receipts(account.reading(asOf))
                            .read(in, account.work(), budget, batch::add);
            batch.flush();
            report.seen(seen.lines(), seen.receipts());
        }
    }

    private void setAside(
            Path file, String name, Instant modified, String reason, String kept, FileReport report)
            throws IOException {
        var letter = Letters.ofFile(account, name, modified, file, reason, kept);
        keep(letter);
        report.dead();
        LOG.warn("a file of account {} cannot be read: {}", account.name(), reason);
    }

    private void keep(Undelivered letter) {
        patience.until(
                () -> {
                    deadLetters.accept(letter);
                    return letter;
                });
    }

    /** Receipts on their way into the log, a few hundred at a time. */
    private final class Batch {
        private final String file;
        private final Instant asOf;
        private final FileReport report;
        private final Consumer<List<Appended>> results;
        private final List<Receipt> receipts = new ArrayList<>();
        private final List<Submission> submissions = new ArrayList<>();
        private long bytes;

        private Batch(
                String file, Instant asOf, FileReport report, Consumer<List<Appended>> results) {
            this.file = file;
            this.asOf = asOf;
            this.report = report;
            this.results = results;
        }

        private void add(Receipt receipt) {
            for (var bad : receipt.bad()) {
                keepRow(receipt, bad);
            }
            var event = receipt.event();
            if (event == null) {
                return;
            }
            var raw = receipt.bytes();
            receipts.add(receipt);
            submissions.add(
                    new Submission(
                            event,
                            account.sender(),
                            new RawMessage(Letters.mediaType(account), raw)));
            bytes += raw.length;
            if (submissions.size() >= BATCH || bytes >= BATCH_BYTES) {
                flush();
            }
        }

        private void flush() {
            if (submissions.isEmpty()) {
                return;
            }
            var appended = patience.until(() -> log.append(List.copyOf(submissions)));
            report.appended(appended);
            results.accept(appended);
            for (var i = 0; i < appended.size(); i++) {
                if (appended.get(i).status() == Appended.Status.REJECTED) {
                    keepRejected(receipts.get(i), appended.get(i));
                }
            }
            receipts.clear();
            submissions.clear();
            bytes = 0;
        }

        private void keepRejected(Receipt receipt, Appended rejected) {
            var problem = rejected.problem();
            var reason = problem == null ? "rejected" : "rejected: " + problem.detail();
            var line = receipt.rows().getFirst().line();
            keepRow(receipt, new Receipt.BadRow(line, reason, receipt.bytes()));
        }

        private void keepRow(Receipt receipt, Receipt.BadRow bad) {
            keep(Letters.ofRow(account, file, asOf, receipt, bad));
            report.dead();
        }
    }
}
