package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.RowSort;
import dev.musubi.deadletter.Undelivered;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Dead letters of rows, and what a replay finds in them. */
final class MemberLetters {
    static final String CHANNEL = "crm";

    private static final String FILE = "file";
    private static final String LINE = "line";
    private static final String AS_OF = "asOf";
    private static final String HEADER = "header";

    private MemberLetters() {}

    /**
     * @param header the file's header line as it came
     */
    static Undelivered ofRow(
            MemberAccount.Checked account,
            String file,
            Instant asOf,
            byte[] header,
            RowSort.Entry row) {
        return new Undelivered(
                CHANNEL,
                account.inbox().name(),
                file + ":" + row.line(),
                row.reason() == null ? "" : row.reason(),
                account.mapping().mediaType(),
                row.raw(),
                Map.of(
                        "mapping",
                        account.mapping().name(),
                        FILE,
                        file,
                        LINE,
                        Long.toString(row.line()),
                        AS_OF,
                        asOf.toString(),
                        HEADER,
                        Base64.getEncoder().encodeToString(header)));
    }

    static long line(Undelivered letter) {
        return Long.parseLong(letter.attributes().getOrDefault(LINE, "0"));
    }

    static Instant asOf(Undelivered letter) {
        return Instant.parse(letter.attributes().getOrDefault(AS_OF, Instant.EPOCH.toString()));
    }

    static byte[] header(Undelivered letter) {
        return Base64.getDecoder().decode(letter.attributes().getOrDefault(HEADER, ""));
    }
}
