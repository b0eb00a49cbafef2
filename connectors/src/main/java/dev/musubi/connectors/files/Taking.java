package dev.musubi.connectors.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.jspecify.annotations.Nullable;

/**
 * The one step of every route of files: the intake, and where the file goes afterwards.
 *
 * <p>A file of the same name in {@code .done} is replaced, its events hold its rows; one in {@code
 * .failed} is not, each has the time it was written before its name.
 */
final class Taking {
    /** Names that writers use until a file is complete. */
    static final String UNFINISHED = "(?i).*\\.(tmp|part|filepart|crdownload)";

    /** Where the endpoints move a file: what {@link #take} has set. */
    static final String MOVE = "${exchangeProperty.musubiMoveTo}";

    static final int MOST_A_POLL = 100;

    private static final Duration LEAST_STABLE = Duration.ofMillis(100);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final FileIntake intake;

    Taking(FileIntake intake) {
        this.intake = intake;
    }

    /** Names the route of an inbox. */
    static String id(Inbox inbox) {
        return inbox.channel() + "-" + inbox.name();
    }

    void take(Exchange exchange) throws IOException, InvalidPayloadException {
        var message = exchange.getMessage();
        var name = message.getHeader(Exchange.FILE_NAME_ONLY, String.class);
        var modified =
                Instant.ofEpochMilli(
                        message.getHeader(Exchange.FILE_LAST_MODIFIED, 0L, Long.class));
        var failed = ".failed/" + STAMP.format(modified) + "-" + name;
        var file = message.getMandatoryBody(File.class).toPath();
        var before = state(file);
        var outcome = intake.take(file, name, modified, failed);
        if (outcome != FileReport.Outcome.VANISHED && !before.equals(state(file))) {
            // Moved away now, what came in its place would never be read.
            throw new IOException("the file was replaced while it was read");
        }
        exchange.setProperty(
                "musubiMoveTo",
                outcome == FileReport.Outcome.UNREADABLE ? failed : ".done/" + name);
    }

    /** What tells a file from another of its name. */
    private record State(@Nullable Object key, long size, @Nullable FileTime modified) {}

    private static State state(Path file) throws IOException {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(found.fileKey(), found.size(), found.lastModifiedTime());
        } catch (NoSuchFileException gone) {
            return new State(null, 0, null);
        }
    }

    /** The pause between two looks at a file's size, in milliseconds. */
    long stable() {
        return stable(intake.inbox().configured());
    }

    static long stable(FileAccount account) {
        var configured = account.stableFor();
        return (configured.compareTo(LEAST_STABLE) < 0 ? LEAST_STABLE : configured).toMillis();
    }

    /** How long a growing file is watched before the next poll's turn. */
    long patience() {
        return 5 * stable();
    }

    /** The endpoint's name of a done file; the operator's cannot have a dollar, it is Spring's. */
    static String doneFile(String configured) {
        return configured.replace("{name}", "${file:name}").replace("{stem}", "${file:name.noext}");
    }

    String readLock() {
        return intake.inbox().configured().doneFile() == null ? "changed" : "none";
    }
}
