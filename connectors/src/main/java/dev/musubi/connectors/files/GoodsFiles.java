package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.goods.GoodsRecord;
import dev.musubi.connectors.goods.GoodsRows;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Stock files, product and location masters: each row in them is one event. Thread safe. */
final class GoodsFiles implements FileContent {
    private static final int BATCH = 500;
    private static final int BATCH_BYTES = 4 << 20;

    private final CheckedAccount.OfGoods account;
    private final Append log;
    private final FirstDates dates;
    private final Clock clock;

    GoodsFiles(CheckedAccount.OfGoods account, Append log, FirstDates dates, Clock clock) {
        this.account = account;
        this.log = log;
        this.dates = dates;
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
        var limits = inbox.configured().limits();
        try (var rows =
                new GoodsRows(account.mapping(), inbox.work(), limits.sortMemory().toBytes())) {
            try (var in = Inflated.open(file, limits)) {
                rows.read(in);
            }
            var batch = new Batch(name, date(rows, name, modified, handover), rows, handover);
            rows.each(batch.asOf, inbox.configured().historical(), batch::add);
            batch.flush();
            handover.report().changes("repeated", rows.repeated());
            handover.report().seen(rows.lines(), rows.rows());
        }
    }

    /**
     * The date of rows that say none. One that a name says is believed; one that comes from the
     * disk or the clock counts for the first time that the same bytes came: a copy of an old file
     * is no new count.
     */
    private Instant date(GoodsRows rows, String name, Instant modified, Handover handover) {
        var inbox = account.inbox();
        var date = inbox.date(name, modified, clock.instant()).truncatedTo(ChronoUnit.MILLIS);
        return account.mapping().dated() || inbox.says(name)
                ? date
                : handover.until(() -> dates.first(inbox.label(), rows.hash(), date));
    }

    /** A row makes its event anew, as of the date of its file. */
    @Override
    public List<Appended> again(Undelivered letter) {
        var header = Letters.header(letter);
        var read =
                GoodsRows.again(
                        account.mapping(),
                        header,
                        Letters.line(letter),
                        letter.original(),
                        Letters.asOf(letter),
                        account.inbox().configured().historical());
        return switch (read) {
            case GoodsRecord.Bad bad -> throw FileRedelivery.refused(bad.reason());
            case GoodsRecord.Told told -> log.append(List.of(submission(told, header)));
        };
    }

    private Submission submission(GoodsRecord.Told told, byte[] header) {
        return new Submission(
                told.event(),
                account.inbox().sender(),
                new RawMessage(account.mapping().mediaType(), bytes(header, told.raw())));
    }

    /** The row as a small file of its own: the header line, then the row. */
    private static byte[] bytes(byte[] header, byte[] raw) {
        var bytes = new ByteArrayOutputStream();
        if (header.length > 0) {
            bytes.writeBytes(header);
            bytes.write('\n');
        }
        bytes.writeBytes(raw);
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /** Rows on their way into the log, a few hundred at a time. */
    private final class Batch {
        private final String file;
        private final Instant asOf;
        private final byte[] header;
        private final Handover handover;
        private final List<GoodsRecord.Told> rows = new ArrayList<>();
        private final List<Submission> submissions = new ArrayList<>();
        private long bytes;

        private Batch(String file, Instant asOf, GoodsRows of, Handover handover) {
            this.file = file;
            this.asOf = asOf;
            this.header = of.header();
            this.handover = handover;
        }

        private void add(GoodsRecord row) {
            switch (row) {
                case GoodsRecord.Bad bad -> keep(bad);
                case GoodsRecord.Told told -> {
                    rows.add(told);
                    submissions.add(submission(told, header));
                    bytes += told.raw().length + header.length;
                }
            }
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
                    keepRejected(rows.get(i), appended.get(i));
                }
            }
            rows.clear();
            submissions.clear();
            bytes = 0;
        }

        private void keepRejected(GoodsRecord.Told row, Appended rejected) {
            var problem = rejected.problem();
            var reason = problem == null ? "rejected" : "rejected: " + problem.detail();
            keep(new GoodsRecord.Bad(row.line(), row.raw(), reason));
        }

        private void keep(GoodsRecord.Bad bad) {
            handover.keep(Letters.ofRow(account, file, asOf, header, bad));
        }
    }
}
