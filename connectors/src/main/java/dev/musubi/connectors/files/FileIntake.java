package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.platform.HubException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
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

    private final Inbox inbox;
    private final FileContent content;
    private final Append log;
    private final Consumer<Undelivered> deadLetters;
    private final Patience patience;
    private final MeterRegistry meters;

    FileIntake(
            Inbox inbox,
            FileContent content,
            Append log,
            Consumer<Undelivered> deadLetters,
            Patience patience,
            MeterRegistry meters) {
        this.inbox = inbox;
        this.content = content;
        this.log = log;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.meters = meters;
    }

    Inbox inbox() {
        return inbox;
    }

    FileContent content() {
        return content;
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
        var report = new FileReport(inbox.label(), shown);
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
        content.load(file, name, modified, handover(report, results));
    }

    private Handover handover(FileReport report, Consumer<List<Appended>> results) {
        return new Handover(log, deadLetters, patience, report, results);
    }

    private void setAside(
            Path file, String name, Instant modified, String reason, String kept, FileReport report)
            throws IOException {
        var letter = Letters.ofFile(inbox, content.mapping(), name, modified, file, reason, kept);
        handover(report, _ -> {}).keep(letter);
        LOG.warn("a file of account {} cannot be read: {}", inbox.label(), reason);
    }
}
