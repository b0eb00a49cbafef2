package dev.musubi.connectors.csv;

import java.util.List;

/** One row of a file as it lies there, with the number of its first line (from 1). */
public sealed interface RawRow {
    long line();

    /** The bytes as they came, without the end of the line. */
    byte[] raw();

    /** A row that falls into cells. */
    record Cells(long line, byte[] raw, List<String> cells) implements RawRow {}

    /** A row that does not. */
    record Broken(long line, byte[] raw, String reason) implements RawRow {}
}
