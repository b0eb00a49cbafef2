package dev.musubi.connectors.goods;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** Reads a stock file of many rows that is made on the way; run in a JVM with a small heap. */
final class ManyCounts {
    private ManyCounts() {}

    public static void main(String[] arguments) throws IOException {
        var count = Integer.parseInt(arguments[0]);
        var mapping =
                GoodsMapping.parse(
                        "many",
                        """
                        kind: stock
                        source: stock:many
                        zone: Asia/Tokyo
                        fields: {sku: sku, location: location, onHand: count}
                        """);
        var seen = new long[2];
        try (var rows = new GoodsRows(mapping, Path.of(arguments[1]), 16L << 20)) {
            rows.read(new Made(count));
            rows.each(Instant.EPOCH, false, row -> seen[row instanceof GoodsRecord.Told ? 0 : 1]++);
            System.out.printf("%d lines, %d told, %d bad%n", rows.lines(), seen[0], seen[1]);
        }
    }

    /** Every thousandth row is no count, every position comes twice. */
    private static final class Made extends InputStream {
        private final int count;
        private byte[] line = "sku,location,count\n".getBytes(StandardCharsets.UTF_8);
        private int at;
        private int made;

        private Made(int count) {
            this.count = count;
        }

        @Override
        public int read() {
            return at == line.length && !next() ? -1 : line[at++];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == line.length && !next()) {
                return -1;
            }
            var some = Math.min(length, line.length - at);
            System.arraycopy(line, at, into, offset, some);
            at += some;
            return some;
        }

        private boolean next() {
            if (made == count) {
                return false;
            }
            var position = made % (count / 2);
            line =
                    "sku-%d,shop-%d,%s%n"
                            .formatted(
                                    position,
                                    position % 300,
                                    made % 1_000 == 0 ? "many" : made % 90)
                            .getBytes(StandardCharsets.UTF_8);
            at = 0;
            made++;
            return true;
        }
    }
}
