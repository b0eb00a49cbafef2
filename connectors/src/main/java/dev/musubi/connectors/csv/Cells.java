package dev.musubi.connectors.csv;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the text of one row into cells after RFC 4180: a quote opens only at the start of a cell,
 * doubled quotes stand for one, a quoted cell may hold line ends.
 */
final class Cells {
    /** What a text is. */
    sealed interface Cut {
        record Whole(List<String> cells) implements Cut {}

        /** A quote is still open at the end of the text: the row may go on in the next line. */
        record Open(int cell) implements Cut {}

        record Malformed(String reason) implements Cut {}
    }

    private final char delimiter;
    private final @Nullable Character quote;

    Cells(Format format) {
        this.delimiter = format.delimiter().charAt(0);
        this.quote = format.quote().isEmpty() ? null : format.quote().charAt(0);
    }

    /** Whether a text can end a quoted cell. */
    boolean mayClose(String text) {
        return quote != null && text.indexOf(quote) >= 0;
    }

    Cut cut(String text) {
        var cells = new ArrayList<String>();
        var at = 0;
        while (true) {
            if (quote != null && at < text.length() && text.charAt(at) == quote) {
                var cell = new StringBuilder();
                at = quoted(text, at + 1, quote, cell);
                if (at < 0) {
                    return new Cut.Open(cells.size() + 1);
                }
                cells.add(cell.toString());
                if (at < text.length() && text.charAt(at) != delimiter) {
                    return new Cut.Malformed(
                            "text follows the closing quote of column " + cells.size());
                }
            } else {
                var end = text.indexOf(delimiter, at);
                end = end < 0 ? text.length() : end;
                cells.add(text.substring(at, end));
                at = end;
            }
            if (at >= text.length()) {
                return new Cut.Whole(cells);
            }
            at++;
        }
    }

    /** Appends the cell and gives the place after its closing quote, or -1 where there is none. */
    private static int quoted(String text, int from, char quote, StringBuilder cell) {
        var at = from;
        while (true) {
            var end = text.indexOf(quote, at);
            if (end < 0) {
                return -1;
            }
            cell.append(text, at, end);
            if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
                cell.append(quote);
                at = end + 2;
            } else {
                return end + 1;
            }
        }
    }
}
