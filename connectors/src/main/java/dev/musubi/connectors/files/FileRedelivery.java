package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.pos.Receipt;
import dev.musubi.connectors.pos.Receipts;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
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
 * Takes letters of files in again, by the mapping as it is now: a row makes its whole receipt anew,
 * as of the day of its file, so that a later correction is not undone.
 */
final class FileRedelivery implements Redelivery {
    private static final int MOST_RESULTS = 1_000;

    private final Map<String, FileIntake> intakes;
    private final Append log;

    FileRedelivery(List<FileIntake> intakes, Append log) {
        this.intakes =
                intakes.stream()
                        .collect(Collectors.toMap(i -> i.account().name(), Function.identity()));
        this.log = log;
    }

    @Override
    public String channel() {
        return Letters.CHANNEL;
    }

    @Override
    public List<Appended> redeliver(Undelivered letter) {
        var intake = intakes.get(letter.account());
        if (intake == null) {
            throw refused("the account is no longer configured");
        }
        try {
            return Letters.isOfFile(letter) ? file(intake, letter) : receipt(intake, letter);
        } catch (UnreadableFile e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Appended> receipt(FileIntake intake, Undelivered letter) {
        var key = Letters.key(letter);
        if (key.isEmpty()) {
            throw refused(
                    "the row names no receipt; once the mapping is mended, drop the file again");
        }
        var account = intake.account();
        var receipt =
                new Receipts(account.reading(Letters.asOf(letter)))
                        .again(key, Letters.header(letter), Letters.rows(letter));
        var still =
                receipt.bad().stream()
                        .filter(bad -> bad.line() == Letters.line(letter))
                        .map(Receipt.BadRow::reason)
                        .findFirst();
        if (still.isPresent() || receipt.event() == null) {
            throw refused(still.orElse("the receipt's rows give no event"));
        }
        var raw = new RawMessage(Letters.mediaType(account), receipt.bytes());
        return log.append(List.of(new Submission(receipt.event(), account.sender(), raw)));
    }

    private static List<Appended> file(FileIntake intake, Undelivered letter) throws IOException {
        var account = intake.account();
        var results = new ArrayList<Appended>();
        var report = new FileReport(account.name(), Letters.file(letter));
        var copy = Files.createTempFile(account.work(), "again-", "");
        try {
            if (Letters.isWhole(letter)) {
                Files.write(copy, letter.original());
            } else {
                Files.copy(
                        original(account, letter),
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

    private static Path original(CheckedAccount account, Undelivered letter) {
        var folder = account.configured().folder();
        var kept = Letters.kept(letter);
        if (folder != null) {
            var file = folder.resolve(kept).normalize();
            if (file.startsWith(folder.normalize()) && Files.isReadable(file)) {
                return file;
            }
        }
        throw refused("the original is too large for a letter; drop it again from " + kept);
    }

    private static Refused refused(String detail) {
        return new Refused(
                new Problem(
                        422,
                        "untranslatable",
                        "The message is not what its channel says it sends",
                        detail,
                        null));
    }
}
