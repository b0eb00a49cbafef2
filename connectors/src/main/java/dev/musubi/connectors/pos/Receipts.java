package dev.musubi.connectors.pos;

import dev.musubi.connectors.csv.CsvRows;
import dev.musubi.connectors.csv.HeaderLine;
import dev.musubi.connectors.csv.RawRow;
import dev.musubi.connectors.csv.RowCutter;
import dev.musubi.connectors.csv.RowSort;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.connectors.csv.UnreadableValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of a file: one pass over the rows into a sort on disk, one pass over the sorted
 * rows.
 *
 * <p>Nothing is given out before the last byte was read, so a file that breaks off gives nothing.
 * Memory holds the sort's budget and one receipt; disk holds the file once, at most twice while
 * runs are merged.
 */
public final class Receipts {
    /** The most lines that one order takes. */
    public static final int MOST_LINES = 2_000;

    /** Bytes of rows held in memory while sorting. */
    public static final long SORT_BUDGET = 16L << 20;

    private static final int TOO_MANY_BAD = 1_000;

    /**
     * What was seen of a file.
     *
     * @param lines physical lines, header and blank ones too
     * @param peak the most bytes of rows held in memory
     */
    public record Seen(long lines, long receipts, long badRows, long peak) {}

    private final Reading reading;
    private final Mapping mapping;
    private final ReceiptTranslator translator;
    private final RowCutter cutter;

    public Receipts(Reading reading) {
        this.reading = reading;
        this.mapping = reading.mapping();
        this.translator = new ReceiptTranslator(reading);
        this.cutter = new RowCutter(mapping.format());
    }

    /**
     * Reads a file and gives out its receipts, by key.
     *
     * @param in the file's bytes, inflated; not closed here
     * @param work a folder for the sort
     * @throws UnreadableFile where nothing of the file can be used; nothing was given out then
     * @throws IOException where the bytes end early or the disk fails
     */
    public Seen read(InputStream in, Path work, long budget, Consumer<Receipt> each)
            throws IOException {
        try (var sort = new RowSort(work, budget)) {
            var intake = new Intake(in);
            intake.fill(sort);
            var groups = new Groups(intake.reader, intake.header, each);
            var sorted = sort.sorted();
            while (sorted.hasNext()) {
                groups.add(sorted.next());
            }
            groups.end();
            return new Seen(intake.rows.lines(), groups.receipts, groups.bad, sort.peak());
        }
    }

    /**
     * Reads the rows of one receipt again, after the mapping was mended.
     *
     * @param header the file's header line as it came; empty where there was none
     * @return the receipt; {@code bad} is empty where nothing is wrong any more
     */
    public Receipt again(String key, byte[] header, List<Receipt.FileRow> rows) {
        var reader = new RowReader(mapping, names(header), reading.verified());
        var found = new ArrayList<Receipt>();
        var groups = new Groups(reader, header, found::add);
        for (var row : rows) {
            groups.add(new RowSort.Entry(key, row.line(), reason(reader, row), row.raw()));
        }
        groups.end();
        return found.getFirst();
    }

    private @Nullable String reason(RowReader reader, Receipt.FileRow row) {
        return switch (cutter.cut(row.line(), row.raw())) {
            case RawRow.Broken broken -> broken.reason();
            case RawRow.Cells cells ->
                    reader.read(cells.cells()) instanceof Row.Bad bad ? bad.reason() : null;
        };
    }

    /** The columns that a flat file names in its first line. */
    private List<String> names(byte[] header) {
        if (mapping.layout() == Mapping.Layout.RECORDS || !mapping.format().header()) {
            return mapping.names();
        }
        return headerNames(header.length == 0 ? null : cutter.cut(1, header));
    }

    private List<String> headerNames(@Nullable RawRow row) {
        return HeaderLine.names(row, mapping.columnsUsed());
    }

    /** The first pass: rows into the sort, each with its key and what is wrong with it. */
    private final class Intake {
        private final CsvRows rows;
        private final RowReader reader;
        private final byte[] header;
        private @Nullable String current;
        private long seen;
        private long bad;

        private Intake(InputStream in) throws IOException {
            var holder = new RowReader[1];
            this.rows = new CsvRows(in, mapping.format(), cells -> fits(holder[0], cells));
            if (mapping.layout() == Mapping.Layout.FLAT && mapping.format().header()) {
                var first = rows.next();
                var names = headerNames(first);
                this.header = Objects.requireNonNull(first).raw();
                this.reader = new RowReader(mapping, names, reading.verified());
            } else {
                this.header = new byte[0];
                this.reader = new RowReader(mapping, mapping.names(), reading.verified());
            }
            holder[0] = reader;
        }

        private static boolean fits(@Nullable RowReader reader, List<String> cells) {
            return reader == null || reader.fits(cells);
        }

        private void fill(RowSort sort) throws IOException {
            for (var row = rows.next(); row != null; row = rows.next()) {
                seen++;
                switch (row) {
                    case RawRow.Broken broken -> set(sort, row, keyBelow(), broken.reason());
                    case RawRow.Cells cells -> put(sort, cells);
                }
            }
            if (seen == 0 && header.length == 0) {
                throw new UnreadableFile("the file is empty");
            }
            if (bad > TOO_MANY_BAD && bad * 2 > seen) {
                throw new UnreadableFile(
                        bad + " of " + seen + " rows cannot be read by mapping " + mapping.name());
            }
        }

        private void put(RowSort sort, RawRow.Cells cells) throws IOException {
            switch (reader.read(cells.cells())) {
                case Row.Passed _ -> {}
                case Row.Bad(var key, var isHeader, var reason) -> {
                    if (isHeader) {
                        current = key;
                    }
                    set(sort, cells, key == null && !isHeader ? keyBelow() : key, reason);
                }
                case Row.Good good -> {
                    if (good.kind() == Row.Kind.HEADER) {
                        current = good.key();
                    }
                    var key = good.key() == null ? current : good.key();
                    set(sort, cells, key, key == null ? "no readable header row is above" : null);
                }
            }
        }

        /** The receipt of a row without a key of its own: that of the header row above. */
        private @Nullable String keyBelow() {
            return mapping.layout() == Mapping.Layout.RECORDS ? current : null;
        }

        private void set(RowSort sort, RawRow row, @Nullable String key, @Nullable String reason)
                throws IOException {
            bad += reason == null ? 0 : 1;
            sort.add(
                    new RowSort.Entry(
                            key == null ? "" : key, row.line(), cutOff(reason), row.raw()));
        }

        private static @Nullable String cutOff(@Nullable String reason) {
            return reason == null || reason.length() <= 1_000 ? reason : reason.substring(0, 1_000);
        }
    }

    /** The second pass: sorted rows in, receipts out. */
    private final class Groups {
        private static final int MOST_ROWS = 2 * MOST_LINES;
        private static final int MOST_BYTES = 4 << 20;
        private static final int MOST_LETTERS = 20;

        private final RowReader reader;
        private final byte[] header;
        private final Consumer<Receipt> each;
        private List<RowSort.Entry> group = new ArrayList<>();
        private long groupBytes;
        private long groupRows;
        private String key = "";
        private long receipts;
        private long bad;

        private Groups(RowReader reader, byte[] header, Consumer<Receipt> each) {
            this.reader = reader;
            this.header = header;
            this.each = each;
        }

        private void add(RowSort.Entry entry) {
            if (entry.key().isEmpty()) {
                bad++;
                each.accept(
                        new Receipt("", header, null, List.of(row(entry)), List.of(bad(entry))));
                return;
            }
            if (!entry.key().equals(key)) {
                end();
                key = entry.key();
            }
            groupRows++;
            if (group.size() < MOST_ROWS && groupBytes + entry.raw().length <= MOST_BYTES) {
                group.add(entry);
                groupBytes += entry.raw().length;
            }
        }

        private void end() {
            if (group.isEmpty()) {
                return;
            }
            receipts++;
            var receipt = receipt();
            bad += receipt.bad().size();
            group = new ArrayList<>();
            groupBytes = 0;
            groupRows = 0;
            each.accept(receipt);
        }

        private Receipt receipt() {
            if (groupRows > group.size()) {
                return setAside(
                        groupRows
                                + " rows, too many for one receipt; the first "
                                + group.size()
                                + " are kept here");
            }
            var good = new ArrayList<Row.Good>();
            var broken = new ArrayList<RowSort.Entry>();
            for (var entry : group) {
                if (entry.reason() != null) {
                    broken.add(entry);
                } else {
                    good(entry).ifPresent(good::add);
                }
            }
            var lines = good.stream().filter(Row.Good::isLine).count();
            if (lines > MOST_LINES) {
                return setAside(lines + " lines, at most " + MOST_LINES + " are taken");
            }
            try {
                var event =
                        good.isEmpty() || (lines == 0 && !broken.isEmpty())
                                ? null
                                : translator.translate(key, good, !broken.isEmpty());
                return new Receipt(key, header, event, rows(), bad(broken));
            } catch (UnreadableValue e) {
                return broken.isEmpty()
                        ? setAside(String.valueOf(e.getMessage()))
                        : new Receipt(key, header, null, rows(), bad(broken));
            }
        }

        private Optional<Row.Good> good(RowSort.Entry entry) {
            return cutter.cut(entry.line(), entry.raw()) instanceof RawRow.Cells cells
                            && reader.read(cells.cells()) instanceof Row.Good good
                    ? Optional.of(good)
                    : Optional.empty();
        }

        private List<Receipt.FileRow> rows() {
            return group.stream().map(Groups::row).toList();
        }

        private static Receipt.FileRow row(RowSort.Entry entry) {
            return new Receipt.FileRow(entry.line(), entry.raw());
        }

        private static Receipt.BadRow bad(RowSort.Entry entry) {
            return new Receipt.BadRow(
                    entry.line(), Objects.requireNonNullElse(entry.reason(), ""), entry.raw());
        }

        /** A receipt with many bad rows gives one letter for all of them: each carries all rows. */
        private List<Receipt.BadRow> bad(List<RowSort.Entry> broken) {
            if (broken.size() <= MOST_LETTERS) {
                return broken.stream().map(Groups::bad).toList();
            }
            var first = broken.getFirst();
            return List.of(
                    new Receipt.BadRow(
                            first.line(),
                            broken.size()
                                    + " rows of the receipt cannot be read; the first: "
                                    + first.reason(),
                            bytes(broken)));
        }

        private Receipt setAside(String reason) {
            return new Receipt(
                    key,
                    header,
                    null,
                    rows(),
                    List.of(new Receipt.BadRow(group.getFirst().line(), reason, bytes(group))));
        }

        private static byte[] bytes(List<RowSort.Entry> entries) {
            var all = new ByteArrayOutputStream();
            for (var entry : entries) {
                all.writeBytes(entry.raw());
                all.write('\n');
            }
            return all.toByteArray();
        }
    }
}
