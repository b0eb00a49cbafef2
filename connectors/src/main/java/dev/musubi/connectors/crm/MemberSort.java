package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.CsvRows;
import dev.musubi.connectors.csv.HeaderLine;
import dev.musubi.connectors.csv.RawRow;
import dev.musubi.connectors.csv.RowCutter;
import dev.musubi.connectors.csv.RowSort;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.identity.IdentifierType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file, sorted by member on disk: all of it was read before the first is given out,
 * so a file that breaks off gives nothing.
 */
final class MemberSort implements AutoCloseable {
    private static final int TOO_MANY_BAD = 1_000;
    private static final int LONGEST_REASON = 1_000;

    private final MemberMapping mapping;
    private final Set<IdentifierType> verified;
    private final RowCutter cutter;
    private final RowSort sort;
    private byte[] header = new byte[0];
    private @Nullable MemberReader reader;
    private long lines;
    private long rows;
    private long bad;
    private long nameless;

    /**
     * @param work a folder for the sort
     * @param budget bytes of rows held in memory
     */
    MemberSort(MemberMapping mapping, Set<IdentifierType> verified, Path work, long budget)
            throws IOException {
        this.mapping = mapping;
        this.verified = verified;
        this.cutter = new RowCutter(mapping.format());
        this.sort = new RowSort(work, budget);
    }

    /**
     * Reads a file to its end.
     *
     * @throws UnreadableFile where nothing of it can be used
     */
    void read(InputStream in) throws IOException {
        var csv = new CsvRows(in, mapping.format(), cells -> reader == null || reader.fits(cells));
        reader = reader(csv);
        for (var row = csv.next(); row != null; row = csv.next()) {
            rows++;
            add(reader, row);
        }
        lines = csv.lines();
        if (rows == 0 && header.length == 0) {
            throw new UnreadableFile("the file is empty");
        }
        if (bad > TOO_MANY_BAD && bad * 2 > rows) {
            throw new UnreadableFile(
                    bad + " of " + rows + " rows cannot be read by mapping " + mapping.name());
        }
    }

    private MemberReader reader(CsvRows csv) throws IOException {
        if (!mapping.format().header()) {
            return new MemberReader(mapping, mapping.names(), verified);
        }
        var first = csv.next();
        var names = HeaderLine.names(first, mapping.columnsUsed());
        header = first == null ? header : first.raw();
        return new MemberReader(mapping, names, verified);
    }

    private void add(MemberReader reader, RawRow row) throws IOException {
        switch (read(reader, row)) {
            case MemberRow.Good(var member) ->
                    sort.add(new RowSort.Entry(member.key(), row.line(), null, row.raw()));
            case MemberRow.Bad(var key, var reason) -> {
                bad++;
                nameless += key == null ? 1 : 0;
                var cut = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
                sort.add(new RowSort.Entry(key == null ? "" : key, row.line(), cut, row.raw()));
            }
        }
    }

    private static MemberRow read(MemberReader reader, RawRow row) {
        return switch (row) {
            case RawRow.Broken broken -> new MemberRow.Bad(null, broken.reason());
            case RawRow.Cells cells -> reader.read(cells.cells());
        };
    }

    /** The rows, by member and line; each call begins anew. */
    Iterator<RowSort.Entry> rows() throws IOException {
        return sort.sorted();
    }

    /** Reads a sorted row again. */
    MemberRow again(RowSort.Entry entry) {
        if (reader == null) {
            throw new IllegalStateException("nothing was read yet");
        }
        return read(reader, cutter.cut(entry.line(), entry.raw()));
    }

    /** The header line as it came; empty where the mapping knows none. */
    byte[] header() {
        return header;
    }

    /** Physical lines, header and blank ones too. */
    long lines() {
        return lines;
    }

    /** Rows of which not even the member number could be read: whoever is missing may be one. */
    long nameless() {
        return nameless;
    }

    @Override
    public void close() throws IOException {
        sort.close();
    }

    /** Reads one row of a file again, after the mapping was mended. */
    static MemberRow again(
            MemberMapping mapping,
            Set<IdentifierType> verified,
            byte[] header,
            long line,
            byte[] raw) {
        var cutter = new RowCutter(mapping.format());
        List<String> names =
                mapping.format().header()
                        ? HeaderLine.names(cutter.cut(1, header), mapping.columnsUsed())
                        : mapping.names();
        return read(new MemberReader(mapping, names, verified), cutter.cut(line, raw));
    }
}
