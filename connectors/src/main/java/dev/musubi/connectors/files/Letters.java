package dev.musubi.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.connectors.goods.GoodsRecord;
import dev.musubi.connectors.pos.Receipt;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Dead letters of files, and what a replay finds in them. The letter of a row carries all rows of
 * its receipt, so that a replay can make the whole receipt anew.
 */
final class Letters {
    static final String CHANNEL = "files";

    private static final String WHOLE_FILE = "wholeFile";
    private static final String KEY = "key";
    private static final String FILE = "file";
    private static final String LINE = "line";
    private static final String HEADER = "header";
    private static final String ROWS = "rows";
    private static final String AS_OF = "asOf";
    private static final int MOST_OF_A_FILE = 1 << 20;

    private Letters() {}

    static Undelivered ofRow(
            CheckedAccount.OfReceipts account,
            String file,
            Instant asOf,
            Receipt receipt,
            Receipt.BadRow bad) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("mapping", account.mapping().name());
        attributes.put(FILE, file);
        attributes.put(LINE, Long.toString(bad.line()));
        attributes.put(KEY, receipt.key());
        attributes.put(AS_OF, asOf.toString());
        attributes.put(HEADER, Base64.getEncoder().encodeToString(receipt.header()));
        attributes.put(ROWS, rows(receipt.rows()));
        var key = receipt.key().isEmpty() ? "" : " key " + receipt.key();
        return new Undelivered(
                CHANNEL,
                account.inbox().name(),
                file + ":" + bad.line() + key,
                bad.reason(),
                mediaType(account),
                bad.raw(),
                attributes);
    }

    /** The letter of a row that stands for itself. */
    static Undelivered ofRow(
            CheckedAccount.OfGoods account,
            String file,
            Instant asOf,
            byte[] header,
            GoodsRecord.Bad bad) {
        return new Undelivered(
                CHANNEL,
                account.inbox().name(),
                file + ":" + bad.line(),
                bad.reason(),
                account.mapping().mediaType(),
                bad.raw(),
                Map.of(
                        "mapping",
                        account.mapping().name(),
                        FILE,
                        file,
                        LINE,
                        Long.toString(bad.line()),
                        AS_OF,
                        asOf.toString(),
                        HEADER,
                        Base64.getEncoder().encodeToString(header)));
    }

    /**
     * @param kept where the original lies now
     */
    static Undelivered ofFile(
            Inbox inbox,
            String mapping,
            String file,
            Instant modified,
            Path content,
            String reason,
            String kept)
            throws IOException {
        var size = Files.size(content);
        byte[] original;
        try (var in = Files.newInputStream(content)) {
            original = in.readNBytes(MOST_OF_A_FILE);
        }
        return new Undelivered(
                inbox.channel(),
                inbox.name(),
                file,
                reason,
                "application/octet-stream",
                original,
                Map.of(
                        WHOLE_FILE,
                        Boolean.toString(size == original.length),
                        "mapping",
                        mapping,
                        FILE,
                        file,
                        "modified",
                        modified.toString(),
                        "bytes",
                        Long.toString(size),
                        "kept",
                        kept));
    }

    static String mediaType(CheckedAccount.OfReceipts account) {
        return "text/csv; charset=" + account.mapping().charset();
    }

    static boolean isOfFile(Undelivered letter) {
        return letter.attributes().containsKey(WHOLE_FILE);
    }

    static boolean isWhole(Undelivered letter) {
        return Boolean.parseBoolean(letter.attributes().get(WHOLE_FILE));
    }

    static String file(Undelivered letter) {
        return letter.attributes().getOrDefault(FILE, "");
    }

    static Instant modified(Undelivered letter) {
        return Instant.parse(
                letter.attributes().getOrDefault("modified", Instant.EPOCH.toString()));
    }

    static String kept(Undelivered letter) {
        return letter.attributes().getOrDefault("kept", "");
    }

    static String key(Undelivered letter) {
        return letter.attributes().getOrDefault(KEY, "");
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

    static List<Receipt.FileRow> rows(Undelivered letter) {
        var rows = new ArrayList<Receipt.FileRow>();
        for (JsonNode row : Json.read(letter.attributes().getOrDefault(ROWS, "[]"))) {
            rows.add(
                    new Receipt.FileRow(
                            row.path(LINE).asLong(),
                            Base64.getDecoder().decode(row.path("raw").asText())));
        }
        return rows;
    }

    private static String rows(List<Receipt.FileRow> rows) {
        var array = Json.mapper().createArrayNode();
        for (var row : rows) {
            array.addObject()
                    .put(LINE, row.line())
                    .put("raw", Base64.getEncoder().encodeToString(row.raw()));
        }
        return Json.write(array);
    }
}
