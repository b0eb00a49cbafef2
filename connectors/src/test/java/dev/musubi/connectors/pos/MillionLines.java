package dev.musubi.connectors.pos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/**
 * Reads a file of many lines that is made on the way; run in a JVM of its own with a small heap.
 */
final class MillionLines {
    private MillionLines() {}

    public static void main(String[] arguments) throws IOException {
        var lines = Integer.parseInt(arguments[0]);
        var receipts = lines / 4;
        var seen = new long[2];
        var reading =
                new Reading(Mappings.load("complete-journey"), Set.of(), false, Instant.EPOCH);
        var result =
                new Receipts(reading)
                        .read(
                                new Made(lines, receipts),
                                Path.of(arguments[1]),
                                Receipts.SORT_BUDGET,
                                receipt -> {
                                    var event = receipt.event();
                                    seen[0] += event == null ? 0 : 1;
                                    seen[1] += event == null ? 0 : event.at("/data/lines").size();
                                });
        System.out.printf(
                "%d lines, %d events, %d lines in them, %d bad, peak %d%n",
                result.lines(), seen[0], seen[1], result.badRows(), result.peak());
    }

    /** Lines of all receipts in turn, so that those of one receipt lie as far apart as can be. */
    private static final class Made extends InputStream {
        private final int lines;
        private final int receipts;
        private byte[] line =
                ("household_id,store_id,basket_id,product_id,quantity,sales_value,"
                                + "transaction_timestamp\n")
                        .getBytes(StandardCharsets.UTF_8);
        private int at;
        private int made;

        private Made(int lines, int receipts) {
            this.lines = lines;
            this.receipts = receipts;
        }

        @Override
        public int read() {
            if (at == line.length && !next()) {
                return -1;
            }
            return line[at++];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == line.length && !next()) {
                return -1;
            }
            var count = Math.min(length, line.length - at);
            System.arraycopy(line, at, into, offset, count);
            at += count;
            return count;
        }

        private boolean next() {
            if (made == lines) {
                return false;
            }
            var receipt = made % receipts;
            line =
                    "%d,\"%d\",\"%d\",%d,1,%d.99,2017-01-01T10:15:30Z%n"
                            .formatted(
                                    receipt % 2_000,
                                    receipt % 300,
                                    receipt,
                                    made % 5_000,
                                    made % 90)
                            .getBytes(StandardCharsets.UTF_8);
            at = 0;
            made++;
            return true;
        }
    }
}
