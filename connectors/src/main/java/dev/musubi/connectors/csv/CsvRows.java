package dev.musubi.connectors.csv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a delimited file, one at a time, in bounded memory.
 *
 * <p>Own code in place of commons-csv, which gives neither a row's bytes nor a way back: here a
 * quote that never closes, bytes that the charset does not know or a line without end cost that one
 * line, and reading goes on at the next. A row over several lines must close within {@link
 * #LONGEST_ROW} bytes and have the right number of cells, else only its first line is broken.
 */
public final class CsvRows {
    static final int LONGEST_ROW = 65_536;
    private static final int MOST_LINES = 100;
    private static final int END = -1;

    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    private record Line(long number, byte[] bytes, boolean cut) {}

    private final InputStream in;
    private final RowCutter cutter;
    private final Predicate<List<String>> fits;
    private final byte[] buffer = new byte[65_536];
    private final Deque<Line> ahead = new ArrayDeque<>();
    private int next;
    private int filled;
    private long number;

    /**
     * @param fits whether cells can be a row of this file; decides only where a row goes over
     *     several lines
     */
    public CsvRows(InputStream in, Format format, Predicate<List<String>> fits) {
        this.in = in;
        this.cutter = new RowCutter(format);
        this.fits = fits;
    }

    /** The next row that is not blank; null at the end. */
    public @Nullable RawRow next() throws IOException {
        while (true) {
            var line = pull();
            if (line == null) {
                return null;
            }
            if (!blank(line.bytes())) {
                return row(line);
            }
        }
    }

    /** How many lines were read, blank ones too. */
    public long lines() {
        return number;
    }

    private RawRow row(Line first) throws IOException {
        if (first.cut()) {
            return broken(first, "a line of more than " + LONGEST_ROW + " bytes");
        }
        var text = cutter.decode(first.bytes());
        if (text == null) {
            return broken(first, cutter.invalid(first.bytes()));
        }
        return switch (cutter.cells().cut(text)) {
            case Cells.Cut.Whole(var whole) ->
                    new RawRow.Cells(first.number(), first.bytes(), whole);
            case Cells.Cut.Malformed(var reason) -> broken(first, reason);
            case Cells.Cut.Open(var cell) -> severalLines(first, text, cell);
        };
    }

    private RawRow severalLines(Line first, String text, int cell) throws IOException {
        var taken = new ArrayList<Line>();
        var raw = new ByteArrayOutputStream();
        raw.writeBytes(first.bytes());
        var all = new StringBuilder(text);
        while (taken.size() < MOST_LINES && raw.size() < LONGEST_ROW) {
            var line = pull();
            if (line == null) {
                break;
            }
            taken.add(line);
            var more = line.cut() ? null : cutter.decode(line.bytes());
            if (more == null) {
                break;
            }
            raw.write('\n');
            raw.writeBytes(line.bytes());
            all.append('\n').append(more);
            // Cut anew only where the line can close the quote: long cells stay linear.
            if (cutter.cells().mayClose(more)
                    && cutter.cells().cut(all.toString()) instanceof Cells.Cut.Whole(var whole)
                    && fits.test(whole)) {
                return new RawRow.Cells(first.number(), raw.toByteArray(), whole);
            }
        }
        for (var i = taken.size() - 1; i >= 0; i--) {
            ahead.addFirst(taken.get(i));
        }
        return broken(first, "the quote that opens column " + cell + " is not closed");
    }

    private static RawRow broken(Line line, String reason) {
        return new RawRow.Broken(line.number(), line.bytes(), reason);
    }

    private static boolean blank(byte[] bytes) {
        // 0x1A alone: the end-of-file mark of old till software.
        if (bytes.length == 1 && bytes[0] == 0x1A) {
            return true;
        }
        for (var b : bytes) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private @Nullable Line pull() throws IOException {
        return ahead.isEmpty() ? readLine() : ahead.poll();
    }

    private @Nullable Line readLine() throws IOException {
        if (filled == END || (next == filled && !fill())) {
            return null;
        }
        var line = new ByteArrayOutputStream(128);
        var cut = false;
        while (true) {
            var end = next;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            var room = LONGEST_ROW + 1 - line.size();
            line.write(buffer, next, Math.min(end - next, room));
            cut |= end - next > room || line.size() > LONGEST_ROW;
            if (end < filled) {
                next = end + 1;
                break;
            }
            if (!fill()) {
                break;
            }
        }
        number++;
        return new Line(number, trimmed(line.toByteArray(), number == 1), cut);
    }

    private static byte[] trimmed(byte[] line, boolean first) {
        var bom =
                line.length >= 3
                        && line[0] == (byte) 0xEF
                        && line[1] == (byte) 0xBB
                        && line[2] == (byte) 0xBF;
        var from = first && bom ? 3 : 0;
        var to =
                line.length > from && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        return from == 0 && to == line.length ? line : java.util.Arrays.copyOfRange(line, from, to);
    }

    private boolean fill() throws IOException {
        next = 0;
        filled = in.read(buffer);
        return filled != END;
    }
}
