package dev.musubi.connectors.crm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/**
 * Goes twice through a file of many members that is made on the way, as a full file is; run in a
 * JVM of its own with a small heap.
 */
final class ManyMembers {
    private static final int STEP = 7_919;

    private ManyMembers() {}

    public static void main(String[] arguments) throws IOException {
        var many = Integer.parseInt(arguments[0]);
        var mapping = Masters.mapping("");
        try (var sort = new MemberSort(mapping, Set.of(), Path.of(arguments[1]), 8L << 20)) {
            sort.read(made(mapping, many));
            for (var look = 0; look < 2; look++) {
                var census = new Census(Instant.EPOCH, Instant.EPOCH);
                var groups = new Groups(sort, sort.rows(), census::bad);
                groups.forEachRemaining(group -> census.member(group, null));
                System.out.println(sort.lines() + " lines " + census.counts());
            }
        }
    }

    private static InputStream made(MemberMapping mapping, int many) {
        var charset = Charset.forName(mapping.format().charset());
        return new InputStream() {
            private byte[] line = Masters.HEADER.getBytes(charset);
            private int at;
            private int made;

            @Override
            public int read() {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (at == line.length) {
                    if (made == many) {
                        return -1;
                    }
                    var number = (int) ((long) made * STEP % many);
                    line =
                            Masters.row("M" + number, "090-%08d".formatted(number), "1")
                                    .getBytes(charset);
                    at = 0;
                    made++;
                }
                var count = Math.min(length, line.length - at);
                System.arraycopy(line, at, into, offset, count);
                at += count;
                return count;
            }
        };
    }
}
