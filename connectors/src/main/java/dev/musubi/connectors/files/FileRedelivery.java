package dev.musubi.connectors.files;

import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes letters of files in again, by the mapping as it is now and as of the day of the file, so
 * that what came later is not undone.
 */
final class FileRedelivery implements Redelivery {
    private static final int MOST_RESULTS = 1_000;

    private final String channel;
    private final Map<String, FileIntake> intakes;

    FileRedelivery(String channel, List<FileIntake> intakes) {
        this.channel = channel;
        this.intakes =
                intakes.stream()
                        .collect(Collectors.toMap(i -> i.inbox().name(), Function.identity()));
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public List<Appended> redeliver(Undelivered letter) {
        var intake = intakes.get(letter.account());
        if (intake == null) {
            throw refused("the account is no longer configured");
        }
        try {
            return Letters.isOfFile(letter) ? file(intake, letter) : intake.content().again(letter);
        } catch (UnreadableFile e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Appended> file(FileIntake intake, Undelivered letter) throws IOException {
        var inbox = intake.inbox();
        var results = new ArrayList<Appended>();
        var report = new FileReport(inbox.label(), Letters.file(letter));
        var copy = Files.createTempFile(inbox.work(), "again-", "");
        try {
            if (Letters.isWhole(letter)) {
                Files.write(copy, letter.original());
            } else {
                Files.copy(
                        original(inbox, letter),
                        copy,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            intake.load(
                    copy,
                    Letters.file(letter),
                    Letters.modified(letter),
                    report,
                    batch ->
                            batch.stream()
                                    .limit(MOST_RESULTS - results.size())
                                    .forEach(results::add));
        } finally {
            Files.deleteIfExists(copy);
        }
        return results;
    }

    private static Path original(Inbox inbox, Undelivered letter) {
        var folder = inbox.configured().folder();
        var kept = Letters.kept(letter);
        if (folder != null) {
            var file = folder.resolve(kept).normalize();
            if (file.startsWith(folder.normalize()) && Files.isReadable(file)) {
                return file;
            }
        }
        throw refused("the original is too large for a letter; drop it again from " + kept);
    }

    /** The refusal of a letter that still cannot be read. */
    static Refused refused(String detail) {
        return new Refused(
                new Problem(
                        422,
                        "untranslatable",
                        "The message is not what its channel says it sends",
                        detail,
                        null));
    }
}
