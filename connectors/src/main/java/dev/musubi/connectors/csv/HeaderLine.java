package dev.musubi.connectors.csv;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line that names a file's columns. Pure. */
public final class HeaderLine {
    private HeaderLine() {}

    /**
     * The columns in order.
     *
     * @param row the first row; absent where the file has none
     * @param needed the columns that a mapping uses
     * @throws UnreadableFile where it cannot be read or lacks columns
     */
    public static List<String> names(@Nullable RawRow row, Collection<String> needed) {
        return switch (row) {
            case null -> throw new UnreadableFile("the file is empty: there is no header line");
            case RawRow.Broken broken ->
                    throw new UnreadableFile("the header line cannot be read: " + broken.reason());
            case RawRow.Cells cells -> {
                var names = cells.cells().stream().map(String::strip).toList();
                var missing = needed.stream().filter(c -> !names.contains(c)).toList();
                if (!missing.isEmpty()) {
                    throw new UnreadableFile(
                            "the header line has "
                                    + names.size()
                                    + " columns and lacks "
                                    + missing);
                }
                yield names;
            }
        };
    }
}
