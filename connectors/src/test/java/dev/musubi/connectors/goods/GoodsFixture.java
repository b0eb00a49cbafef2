package dev.musubi.connectors.goods;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Mappings as an operator writes them, and files read by them. */
final class GoodsFixture {
    static final Instant DAY = Instant.parse("2026-11-10T18:00:00Z");

    static final String COUNTS =
            """
            kind: stock
            format: {charset: windows-31j}
            source: stock:main
            zone: Asia/Tokyo
            observedAt: {columns: [日付, 時刻], patterns: ["uuuu/MM/dd HH:mm"]}
            fields:
              sku: {column: 商品, replace: [{find: '^0+'}]}
              location: 店舗
              onHand: {column: 在庫, replace: [{find: ','}]}
            """;

    static final String COUNTS_HEADER = "店舗,商品,在庫,日付,時刻\n";

    static final String ADJUSTMENTS =
            """
            kind: stock
            source: stock:main
            zone: Asia/Tokyo
            fields: {sku: sku, delta: delta, reason: reason}
            constants: {location: ginza}
            """;

    private GoodsFixture() {}

    static GoodsMapping mapping(String yaml) {
        return GoodsMapping.parse("goods.yaml", yaml);
    }

    static List<GoodsRecord> read(Path work, String mapping, String file) throws IOException {
        return read(work, mapping, file, DAY);
    }

    /** The rows of a file, by line. */
    static List<GoodsRecord> read(Path work, String yaml, String file, Instant asOf)
            throws IOException {
        var mapping = mapping(yaml);
        var records = new ArrayList<GoodsRecord>();
        try (var rows = new GoodsRows(mapping, work, 65_536)) {
            var charset = Charset.forName(mapping.format().charset());
            rows.read(new ByteArrayInputStream(file.getBytes(charset)));
            rows.each(asOf, false, records::add);
        }
        records.sort((a, b) -> Long.compare(a.line(), b.line()));
        return records;
    }

    static List<String> ids(List<GoodsRecord> records) {
        return records.stream()
                .map(one -> ((GoodsRecord.Told) one).event().path("id").asText())
                .toList();
    }

    static List<String> data(List<GoodsRecord> records) {
        return records.stream()
                .map(one -> ((GoodsRecord.Told) one).event().path("data").toString())
                .toList();
    }

    static List<String> reasons(List<GoodsRecord> records) {
        return records.stream()
                .filter(GoodsRecord.Bad.class::isInstance)
                .map(one -> one.line() + " " + ((GoodsRecord.Bad) one).reason())
                .toList();
    }
}
