package dev.musubi.connectors.csv;

import java.util.List;

/** What is taken of a cell at most. Pure. */
public final class CellLimits {
    private static final int LONGEST_CELL = 8_192;

    private CellLimits() {}

    /** Refuses cells that are too long or hold control characters other than line ends and tabs. */
    public static void checkCharacters(List<String> cells) {
        for (var i = 0; i < cells.size(); i++) {
            var cell = cells.get(i);
            checkLength("column " + (i + 1), cell, LONGEST_CELL);
            for (var at = 0; at < cell.length(); at++) {
                var c = cell.charAt(at);
                if (Character.isISOControl(c) && c != '\n' && c != '\t') {
                    throw new UnreadableValue(
                            "column %d: control character U+%04X".formatted(i + 1, (int) c));
                }
            }
        }
    }

    /** Refuses a value that is too long, by the name of its field. */
    public static void checkLength(String name, String value, int longest) {
        if (value.length() > longest) {
            throw new UnreadableValue(
                    name
                            + ": "
                            + value.length()
                            + " characters, at most "
                            + longest
                            + " are taken");
        }
    }
}
