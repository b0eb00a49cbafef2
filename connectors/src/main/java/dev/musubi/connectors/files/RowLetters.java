package dev.musubi.connectors.files;

import dev.musubi.deadletter.Undelivered;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Dead letters of single rows, with what is needed to read the row again. */
public final class RowLetters {
    private static final String FILE = "file";
    private static final String LINE = "line";
    private static final String AS_OF = "asOf";
    private static final String HEADER = "header";

    private RowLetters() {}

    /**
     * A row that cannot be taken.
     *
     * @param line of the file, from 1
     * @param asOf the date of the file
     * @param header the file's header line as it came; empty where there is none
     */
    public static Undelivered of(
            Inbox inbox,
            String mapping,
            String mediaType,
            String file,
            long line,
            String reason,
            byte[] raw,
            Instant asOf,
            byte[] header) {
        return new Undelivered(
                inbox.channel(),
                inbox.name(),
                file + ":" + line,
                reason,
                mediaType,
                raw,
                Map.of(
                        "mapping",
                        mapping,
                        FILE,
                        file,
                        LINE,
                        Long.toString(line),
                        AS_OF,
                        asOf.toString(),
                        HEADER,
                        Base64.getEncoder().encodeToString(header)));
    }

    /** The line of the row in its file. */
    public static long line(Undelivered letter) {
        return Long.parseLong(letter.attributes().getOrDefault(LINE, "0"));
    }

    /** The date of the file. */
    public static Instant asOf(Undelivered letter) {
        return Instant.parse(letter.attributes().getOrDefault(AS_OF, Instant.EPOCH.toString()));
    }

    /** The file's header line. */
    public static byte[] header(Undelivered letter) {
        return Base64.getDecoder().decode(letter.attributes().getOrDefault(HEADER, ""));
    }
}
