package dev.musubi.connectors.goods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.csv.CsvRows;
import dev.musubi.connectors.csv.HeaderLine;
import dev.musubi.connectors.csv.RawRow;
import dev.musubi.connectors.csv.RowCutter;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.connectors.csv.UnreadableValue;
import dev.musubi.connectors.files.FileContent;
import dev.musubi.connectors.files.Handover;
import dev.musubi.connectors.files.Inbox;
import dev.musubi.connectors.files.Inflated;
import dev.musubi.connectors.files.RowLetters;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Files whose rows are events. A file is looked through before anything is appended, so one that
 * breaks off gives nothing. Thread safe.
 */
final class GoodsFiles implements FileContent {
    private static final int BATCH = 500;
    private static final int TOO_MANY_BAD = 1_000;

    private final Inbox inbox;
    private final GoodsMapping mapping;
    private final Append log;
    private final Clock clock;

    GoodsFiles(Inbox inbox, GoodsMapping mapping, Append log, Clock clock) {
        this.inbox = inbox;
        this.mapping = mapping;
        this.log = log;
        this.clock = clock;
    }

    /** A row on its way. */
    private record Pending(RawRow row, ObjectNode event) {}

    /** What is done with the rows of a file, one after the other. */
    private interface Taking {
        void good(RawRow row, ObjectNode event);

        void bad(RawRow row, String reason);
    }

    @Override
    public String mapping() {
        return mapping.name();
    }

    @Override
    public void load(Path file, String name, Instant modified, Handover handover)
            throws IOException {
        var asOf = inbox.date(name, modified, clock.instant()).truncatedTo(ChronoUnit.MILLIS);
        var look = new Look();
        read(file, asOf, look);
        look.check(mapping.name());
        var loading = new Loading(name, asOf, header(file), handover);
        var lines = read(file, asOf, loading);
        loading.flush();
        handover.report().seen(lines, look.rows());
    }

    @Override
    public List<Appended> again(Undelivered letter) {
        var cutter = new RowCutter(mapping.format());
        List<String> names =
                mapping.format().header()
                        ? HeaderLine.names(
                                cutter.cut(1, RowLetters.header(letter)), mapping.columnsUsed())
                        : mapping.names();
        var line = RowLetters.line(letter);
        try {
            var event =
                    switch (cutter.cut(line, letter.original())) {
                        case RawRow.Broken broken -> throw new UnreadableValue(broken.reason());
                        case RawRow.Cells cells ->
                                reader(names).event(cells.cells(), line, RowLetters.asOf(letter));
                    };
            return log.append(List.of(submission(event, letter.original())));
        } catch (UnreadableValue e) {
            throw new Refused(
                    new Problem(
                            422,
                            "untranslatable",
                            "The message is not what its channel says it sends",
                            String.valueOf(e.getMessage()),
                            null));
        }
    }

    /** Reads a file to its end; the answer is the number of its lines. */
    private long read(Path file, Instant asOf, Taking taking) throws IOException {
        try (var in = Inflated.open(file, inbox.configured().limits())) {
            var known = new GoodsReader[1];
            var rows =
                    new CsvRows(
                            in, mapping.format(), c -> known[0] == null || known[0].fits(c));
            var reader =
                    reader(
                            mapping.format().header()
                                    ? HeaderLine.names(rows.next(), mapping.columnsUsed())
                                    : mapping.names());
            known[0] = reader;
            for (var row = rows.next(); row != null; row = rows.next()) {
                take(reader, row, asOf, taking);
            }
            return rows.lines();
        }
    }

    private static void take(GoodsReader reader, RawRow row, Instant asOf, Taking taking) {
        switch (row) {
            case RawRow.Broken broken -> taking.bad(row, broken.reason());
            case RawRow.Cells cells -> {
                ObjectNode event;
                try {
                    // The line stands for the row: it is the same when the row is taken in again.
                    event = reader.event(cells.cells(), row.line(), asOf);
                } catch (UnreadableValue e) {
                    taking.bad(row, String.valueOf(e.getMessage()));
                    return;
                }
                taking.good(row, event);
            }
        }
    }

    private GoodsReader reader(List<String> names) {
        return new GoodsReader(mapping, names, inbox.configured().historical());
    }

    private byte[] header(Path file) throws IOException {
        if (!mapping.format().header()) {
            return new byte[0];
        }
        try (var in = Inflated.open(file, inbox.configured().limits())) {
            var first = new CsvRows(in, mapping.format(), _ -> true).next();
            return first == null ? new byte[0] : first.raw();
        }
    }

    private Submission submission(ObjectNode event, byte[] row) {
        return new Submission(event, inbox.sender(), new RawMessage(mapping.mediaType(), row));
    }

    /** The first look. */
    private static final class Look implements Taking {
        private long good;
        private long bad;

        @Override
        public void good(RawRow row, ObjectNode event) {
            good++;
        }

        @Override
        public void bad(RawRow row, String reason) {
            bad++;
        }

        long rows() {
            return good + bad;
        }

        void check(String mapping) {
            if (bad > TOO_MANY_BAD && bad > good) {
                throw new UnreadableFile(
                        bad + " of " + rows() + " rows cannot be read by mapping " + mapping);
            }
        }
    }

    /** The second look: rows go into the log some hundred at a time. */
    private final class Loading implements Taking {
        private final String file;
        private final Instant asOf;
        private final byte[] header;
        private final Handover handover;
        private final List<Pending> batch = new ArrayList<>();

        Loading(String file, Instant asOf, byte[] header, Handover handover) {
            this.file = file;
            this.asOf = asOf;
            this.header = header;
            this.handover = handover;
        }

        @Override
        public void good(RawRow row, ObjectNode event) {
            batch.add(new Pending(row, event));
            if (batch.size() >= BATCH) {
                flush();
            }
        }

        @Override
        public void bad(RawRow row, String reason) {
            handover.keep(
                    RowLetters.of(
                            inbox,
                            mapping.name(),
                            mapping.mediaType(),
                            file,
                            row.line(),
                            reason,
                            row.raw(),
                            asOf,
                            header));
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            var appended =
                    handover.append(
                            batch.stream().map(p -> submission(p.event(), p.row().raw())).toList());
            for (var i = 0; i < appended.size(); i++) {
                var one = appended.get(i);
                if (one.status() == Appended.Status.REJECTED) {
                    var problem = one.problem();
                    bad(
                            batch.get(i).row(),
                            problem == null ? "rejected" : "rejected: " + problem.detail());
                }
            }
            batch.clear();
        }
    }
}
