package dev.musubi.connectors.pos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one receipt's rows gave.
 *
 * @param key store, register and receipt as far as mapped; empty for rows that name no receipt
 * @param header the file's header line as it came; empty where the mapping knows none
 * @param event the event; absent where the rows give none
 * @param rows the receipt's rows in the order of the file
 * @param bad the rows that could not be used, or one for the whole receipt
 */
public record Receipt(
        String key,
        byte[] header,
        @Nullable ObjectNode event,
        List<FileRow> rows,
        List<BadRow> bad) {

    public Receipt {
        rows = List.copyOf(rows);
        bad = List.copyOf(bad);
    }

    /** The receipt as a small file of its own: the header line, then its rows. */
    public byte[] bytes() {
        var all = new ByteArrayOutputStream();
        if (header.length > 0) {
            all.writeBytes(header);
            all.write('\n');
        }
        for (var row : rows) {
            all.writeBytes(row.raw());
            all.write('\n');
        }
        return all.toByteArray();
    }

    /** A row as it lies in the file, with the number of its first line (from 1). */
    public record FileRow(long line, byte[] raw) {}

    /**
     * What is set aside.
     *
     * @param line where it stands, from 1
     * @param reason field and what came, without personal data
     * @param raw the row, or the rows, as they came
     */
    public record BadRow(long line, String reason, byte[] raw) {}
}
