package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.pos.Receipt;
import dev.musubi.connectors.pos.Receipts;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Till files and order exports: each receipt in them is one event. Thread safe. */
final class ReceiptFiles implements FileContent {
    private static final int BATCH = 500;
    private static final int BATCH_BYTES = 4 << 20;

    private final CheckedAccount.OfReceipts account;
    private final Append log;
    private final Clock clock;

    ReceiptFiles(CheckedAccount.OfReceipts account, Append log, Clock clock) {
        this.account = account;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public String mapping() {
        return account.mapping().name();
    }

    @Override
    public void load(Path file, String name, Instant modified, Handover handover)
            throws IOException {
        var inbox = account.inbox();
        var asOf = inbox.date(name, modified, clock.instant());
        var batch = new Batch(name, asOf, handover);
        var limits = inbox.configured().limits();
        try (var in = Inflated.open(file, limits)) {
            var seen =
                    new Receipts(account.reading(asOf))
                            .read(in, inbox.work(), limits.sortMemory().toBytes(), batch::add);
            batch.flush();
            handover.report().seen(seen.lines(), seen.receipts());
        }
    }

    /** A row makes its whole receipt anew, as of the day of its file. */
    @Override
    public List<Appended> again(Undelivered letter) {
        var key = Letters.key(letter);
        if (key.isEmpty()) {
            throw FileRedelivery.refused(
                    "the row names no receipt; once the mapping is mended, drop the file again");
        }
        var receipt =
                new Receipts(account.reading(Letters.asOf(letter)))
                        .again(key, Letters.header(letter), Letters.rows(letter));
        var still =
                receipt.bad().stream()
                        .filter(bad -> bad.line() == Letters.line(letter))
                        .map(Receipt.BadRow::reason)
                        .findFirst();
        if (still.isPresent() || receipt.event() == null) {
            throw FileRedelivery.refused(still.orElse("the receipt's rows give no event"));
        }
        var raw = new RawMessage(Letters.mediaType(account), receipt.bytes());
        return log.append(List.of(new Submission(receipt.event(), account.inbox().sender(), raw)));
    }

    /** Receipts on their way into the log, a few hundred at a time. */
    private final class Batch {
        private final String file;
        private final Instant asOf;
        private final Handover handover;
        private final List<Receipt> receipts = new ArrayList<>();
        private final List<Submission> submissions = new ArrayList<>();
        private long bytes;

        private Batch(String file, Instant asOf, Handover handover) {
            this.file = file;
            this.asOf = asOf;
            this.handover = handover;
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
                            account.inbox().sender(),
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
            var appended = handover.append(List.copyOf(submissions));
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
            handover.keep(Letters.ofRow(account, file, asOf, receipt, bad));
        }
    }
}
