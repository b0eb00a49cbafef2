package dev.musubi.connectors.goods;

import dev.musubi.connectors.csv.CsvRows;
import dev.musubi.connectors.csv.HeaderLine;
import dev.musubi.connectors.csv.RawRow;
import dev.musubi.connectors.csv.RowCutter;
import dev.musubi.connectors.csv.RowSort;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.connectors.csv.UnreadableValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file of goods, sorted on disk by what they are about: all of it was read before the
 * first is given out, so a file that breaks off gives nothing.
 *
 * <p>Sorting shows with one look ahead which rows are about one thing at one time. Counts among
 * them get the number of their line as sequence, so that the later holds; a count that is alone
 * gets none, so that it stays the same event where a later export has it in another line. Of a
 * product or location only the last row is given out. Equal adjustments are numbered.
 */
public final class GoodsRows implements AutoCloseable {
    private static final int TOO_MANY_BAD = 1_000;
    private static final int LONGEST_REASON = 1_000;

    private final GoodsMapping mapping;
    private final RowCutter cutter;
    private final RowSort sort;
    private byte[] header = new byte[0];
    private String hash = "";
    private @Nullable GoodsRowReader reader;
    private long lines;
    private long rows;
    private long bad;
    private long repeated;

    /**
     * @param work a folder for the sort
     * @param budget bytes of rows held in memory
     */
    public GoodsRows(GoodsMapping mapping, Path work, long budget) throws IOException {
        this.mapping = mapping;
        this.cutter = new RowCutter(mapping.format());
        this.sort = new RowSort(work, budget);
    }

    /**
     * Reads a file to its end.
     *
     * @param in the file's bytes, inflated; not closed here
     * @throws UnreadableFile where nothing of it can be used
     */
    public void read(InputStream in) throws IOException {
        var digest = sha256();
        var csv =
                new CsvRows(
                        new DigestInputStream(in, digest),
                        mapping.format(),
                        cells -> reader == null || reader.fits(cells));
        reader = reader(csv);
        for (var row = csv.next(); row != null; row = csv.next()) {
            rows++;
            add(read(reader, row), row);
        }
        lines = csv.lines();
        hash = HexFormat.of().formatHex(digest.digest());
        if (rows == 0 && header.length == 0) {
            throw new UnreadableFile("the file is empty");
        }
        if (bad > TOO_MANY_BAD && bad * 2 > rows) {
            throw new UnreadableFile(
                    bad + " of " + rows + " rows cannot be read by mapping " + mapping.name());
        }
    }

    private GoodsRowReader reader(CsvRows csv) throws IOException {
        if (!mapping.format().header()) {
            return new GoodsRowReader(mapping, mapping.names());
        }
        var first = csv.next();
        var names = HeaderLine.names(first, mapping.columnsUsed());
        header = Objects.requireNonNull(first).raw();
        return new GoodsRowReader(mapping, names);
    }

    private void add(GoodsRow read, RawRow row) throws IOException {
        switch (read) {
            case GoodsRow.Good good ->
                    sort.add(new RowSort.Entry(good.key(), row.line(), null, row.raw()));
            case GoodsRow.Bad(var key, var reason) -> {
                bad++;
                var cut = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
                sort.add(new RowSort.Entry(key, row.line(), cut, row.raw()));
            }
        }
    }

    private static GoodsRow read(GoodsRowReader reader, RawRow row) {
        return switch (row) {
            case RawRow.Broken broken -> new GoodsRow.Bad("", broken.reason());
            case RawRow.Cells cells -> reader.read(cells.cells());
        };
    }

    /**
     * Gives out the rows, in any order.
     *
     * @param asOf the file's date
     * @param historical whether the events are back-fill
     */
    public void each(Instant asOf, boolean historical, Consumer<GoodsRecord> each)
            throws IOException {
        var translator = new GoodsTranslator(mapping, asOf, historical);
        var sorted = sort.sorted();
        RowSort.Entry before = null;
        var current = sorted.hasNext() ? sorted.next() : null;
        var nth = 0;
        while (current != null) {
            var after = sorted.hasNext() ? sorted.next() : null;
            var follows = together(before, current);
            nth = follows ? nth + 1 : 1;
            var followed = together(current, after);
            if (followed && mapping.kind() != GoodsKind.STOCK) {
                repeated++;
            } else {
                var line = follows || followed ? Long.valueOf(current.line()) : null;
                each.accept(record(translator, current, line, nth));
            }
            before = current;
            current = after;
        }
    }

    private static boolean together(RowSort.@Nullable Entry one, RowSort.@Nullable Entry other) {
        return one != null
                && other != null
                && !one.key().isEmpty()
                && one.key().equals(other.key());
    }

    private GoodsRecord record(
            GoodsTranslator translator, RowSort.Entry entry, @Nullable Long line, int nth) {
        if (entry.reason() != null) {
            return new GoodsRecord.Bad(entry.line(), entry.raw(), entry.reason());
        }
        var row = cutter.cut(entry.line(), entry.raw());
        return record(translator, read(Objects.requireNonNull(reader), row), row, line, nth);
    }

    private static GoodsRecord record(
            GoodsTranslator translator, GoodsRow read, RawRow row, @Nullable Long line, int nth) {
        try {
            return switch (read) {
                case GoodsRow.Bad(_, var reason) ->
                        new GoodsRecord.Bad(row.line(), row.raw(), reason);
                case GoodsRow.Good good ->
                        new GoodsRecord.Told(
                                row.line(), row.raw(), translator.event(good, line, nth));
            };
        } catch (UnreadableValue e) {
            return new GoodsRecord.Bad(row.line(), row.raw(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads one row of a file again, after the mapping was mended. A count has its line as
     * sequence: whether it was alone is no longer known.
     *
     * @param header the file's header line as it came; empty where there was none
     */
    public static GoodsRecord again(
            GoodsMapping mapping,
            byte[] header,
            long line,
            byte[] raw,
            Instant asOf,
            boolean historical) {
        var cutter = new RowCutter(mapping.format());
        List<String> names =
                mapping.format().header()
                        ? HeaderLine.names(cutter.cut(1, header), mapping.columnsUsed())
                        : mapping.names();
        var row = cutter.cut(line, raw);
        var translator = new GoodsTranslator(mapping, asOf, historical);
        return record(translator, read(new GoodsRowReader(mapping, names), row), row, line, 1);
    }

    /** The header line as it came; empty where the mapping knows none. */
    public byte[] header() {
        return header;
    }

    /** SHA-256 of the inflated bytes, in hexadecimal. */
    public String hash() {
        return hash;
    }

    /** Physical lines, header and blank ones too. */
    public long lines() {
        return lines;
    }

    /** Rows, bad ones too. */
    public long rows() {
        return rows;
    }

    /** Rows that a later one of the same file takes the place of; known once all are given out. */
    public long repeated() {
        return repeated;
    }

    @Override
    public void close() throws IOException {
        sort.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
