package dev.musubi.connectors.goods;

import static dev.musubi.connectors.goods.GoodsFixture.ADJUSTMENTS;
import static dev.musubi.connectors.goods.GoodsFixture.COUNTS;
import static dev.musubi.connectors.goods.GoodsFixture.COUNTS_HEADER;
import static dev.musubi.connectors.goods.GoodsFixture.DAY;
import static dev.musubi.connectors.goods.GoodsFixture.data;
import static dev.musubi.connectors.goods.GoodsFixture.ids;
import static dev.musubi.connectors.goods.GoodsFixture.mapping;
import static dev.musubi.connectors.goods.GoodsFixture.read;
import static dev.musubi.connectors.goods.GoodsFixture.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.connectors.csv.UnreadableFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockRowsTest {
    private static final String UNDATED =
            COUNTS.replaceAll("observedAt: .*\n", "").replace("windows-31j", "UTF-8");

    @TempDir Path work;

    @Test
    void aRowIsACountAtItsTimeInTheZoneOfTheMapping() throws IOException {
        var records = read(work, COUNTS, COUNTS_HEADER + "銀座,007,\"1,200\",2026/11/10,09:30\n");

        var event = ((GoodsRecord.Told) records.getFirst()).event();
        assertThat(event.path("type").asText()).isEqualTo("stock.counted");
        assertThat(event.path("source").asText()).isEqualTo("stock:main");
        assertThat(event.path("time").asText()).isEqualTo("2026-11-10T00:30:00Z");
        assertThat(event.path("id").asText()).startsWith("銀座|7|2026-11-10T00:30:00Z||");
        assertThat(data(records))
                .containsExactly("{\"sku\":\"7\",\"location\":\"銀座\",\"onHand\":\"1200\"}");
    }

    @Test
    void aRowWithoutATimeOfItsOwnHasThatOfItsFile() throws IOException {
        var file = "\uFEFF店舗,商品,在庫\nginza,A,5\n";

        var records = read(work, UNDATED, file);

        assertThat(((GoodsRecord.Told) records.getFirst()).event().path("time").asText())
                .isEqualTo(DAY.toString());
        assertThat(ids(read(work, UNDATED, file, DAY.plusSeconds(1))))
                .doesNotContainAnyElementsOf(ids(records));
    }

    @Test
    void aCountIsTheSameEventInWhateverLineALaterExportHasIt() throws IOException {
        var first = read(work, COUNTS, COUNTS_HEADER + "g,A,5,2026/11/10,09:30\n");
        var later =
                read(
                        work,
                        COUNTS,
                        COUNTS_HEADER + "g,B,1,2026/11/11,09:30\ng,A,5,2026/11/10,09:30\n",
                        DAY.plusSeconds(86_400));

        assertThat(ids(later)).hasSize(2).containsAll(ids(first));
    }

    @Test
    void ofTwoCountsOfOnePositionAndTimeTheLaterRowHasTheGreaterSequence() throws IOException {
        var records =
                read(
                        work,
                        COUNTS,
                        COUNTS_HEADER
                                + "g,A,5,2026/11/10,09:30\n"
                                + "g,B,9,2026/11/10,09:30\n"
                                + "g,A,3,2026/11/10,09:30\n");

        assertThat(data(records))
                .containsExactly(
                        "{\"sku\":\"A\",\"location\":\"g\",\"onHand\":\"5\",\"sequence\":2}",
                        "{\"sku\":\"B\",\"location\":\"g\",\"onHand\":\"9\"}",
                        "{\"sku\":\"A\",\"location\":\"g\",\"onHand\":\"3\",\"sequence\":4}");
    }

    @Test
    void aMappedSequenceIsTheSourcesOwn() throws IOException {
        var yaml = COUNTS.replace("  location: 店舗", "  location: 店舗\n  sequence: 連番");

        var records =
                read(
                        work,
                        yaml,
                        COUNTS_HEADER.replace("\n", ",連番\n")
                                + "g,A,5,2026/11/10,09:30,12\ng,A,3,2026/11/10,09:30,11\n");

        assertThat(records)
                .extracting(r -> ((GoodsRecord.Told) r).event().at("/data/sequence").asLong())
                .containsExactly(12L, 11L);
    }

    @Test
    void whatIsNoCountIsSetAsideAndTheOthersLoad() throws IOException {
        var records =
                read(
                        work,
                        COUNTS,
                        COUNTS_HEADER
                                + "g,A,-3,2026/11/10,09:30\n"
                                + "g,B,many,2026/11/10,09:30\n"
                                + "g,C,,2026/11/10,09:30\n"
                                + "g,D,1\n"
                                + "g,E,1,,\n"
                                + ",F,1,2026/11/10,09:30\n"
                                + "g,G,1,10.11.2026,09:30\n"
                                + "g,H,0.25,2026/11/10,09:30\n");

        assertThat(reasons(records))
                .containsExactly(
                        "2 onHand: '-3' is negative; where orders are already taken off, say basis:"
                                + " available",
                        "3 onHand: a text of 4 characters is not a number",
                        "4 onHand is empty",
                        "5 3 columns, there should be 5",
                        "6 observedAt is empty",
                        "7 location is empty",
                        "8 observedAt: 16 characters are not a time of the mapping's pattern");
        assertThat(data(records.subList(7, 8)))
                .as("half a piece is for the hub to judge")
                .containsExactly("{\"sku\":\"H\",\"location\":\"g\",\"onHand\":\"0.25\"}");
    }

    @Test
    void aNegativeCountIsTakenWhereOrdersAreAlreadyTakenOff() throws IOException {
        var records =
                read(
                        work,
                        COUNTS + "basis: available\n",
                        COUNTS_HEADER + "g,A,-3,2026/11/10,09:30\n");

        assertThat(data(records))
                .containsExactly(
                        "{\"sku\":\"A\",\"location\":\"g\",\"onHand\":\"-3\",\"basis\":\"available\"}");
    }

    @Test
    void aMendedRowDoesNotOutdoALaterRowOfItsFile() throws IOException {
        var rows = "g,A,-3,2026/11/10,09:30\ng,A,5,2026/11/10,09:30\n";

        var records = read(work, COUNTS, COUNTS_HEADER + rows);

        assertThat(data(records.subList(1, 2)).getFirst()).contains("\"sequence\":3");
        var again =
                GoodsRows.again(
                        mapping(COUNTS + "basis: available\n"),
                        COUNTS_HEADER.strip().getBytes(Charset.forName("windows-31j")),
                        2,
                        records.getFirst().raw(),
                        DAY,
                        false);
        assertThat(((GoodsRecord.Told) again).event().at("/data/sequence").asLong()).isEqualTo(2);
    }

    @Test
    void equalAdjustmentsOfOneFileAreTwoAndTheSameFileAgainIsNone() throws IOException {
        var file = "sku,delta,reason\nA,-1,damaged\nA,-1,damaged\nA,+2.50,found\n";

        var records = read(work, ADJUSTMENTS, file);

        assertThat(data(records))
                .containsExactly(
                        "{\"sku\":\"A\",\"location\":\"ginza\",\"delta\":\"-1\",\"reason\":\"damaged\"}",
                        "{\"sku\":\"A\",\"location\":\"ginza\",\"delta\":\"-1\",\"reason\":\"damaged\"}",
                        "{\"sku\":\"A\",\"location\":\"ginza\",\"delta\":\"2.5\",\"reason\":\"found\"}");
        assertThat(ids(records)).doesNotHaveDuplicates().hasSize(3);
        assertThat(ids(read(work, ADJUSTMENTS, file))).isEqualTo(ids(records));
    }

    @Test
    void datedAdjustmentsOfAnOverlappingExportAreTheSame() throws IOException {
        var yaml = ADJUSTMENTS + "observedAt: {columns: [at]}\n";
        var monday = "A,-1,damaged,2026-11-09T10:00:00+09:00\n";
        var header = "sku,delta,reason,at\n";

        var first = read(work, yaml, header + monday);
        var second =
                read(
                        work,
                        yaml,
                        header + "B,-1,lost,2026-11-10T10:00:00+09:00\n" + monday,
                        DAY.plusSeconds(86_400));

        assertThat(ids(second)).hasSize(2).containsAll(ids(first));
    }

    @Test
    void anAdjustmentOfItsOwnIdIsNamedByIt() throws IOException {
        var yaml = ADJUSTMENTS.replace("reason: reason}", "reason: reason, id: voucher}");

        var records =
                read(work, yaml, "sku,delta,reason,voucher\nA,-1,x,v|1\nB,-1,x,v|1\nC,1,x,\n");

        assertThat(ids(records.subList(0, 2)))
                .containsExactly("ginza|A|id|v%7C1", "ginza|B|id|v%7C1");
        assertThat(reasons(records)).containsExactly("4 id is empty");
    }

    @Test
    void aLongNameStillMakesAnIdThatTheLogTakes() throws IOException {
        var records =
                read(
                        work,
                        COUNTS,
                        COUNTS_HEADER + "g," + "A".repeat(256) + ",1,2026/11/10,09:30\n");

        assertThat(ids(records).getFirst()).hasSizeLessThan(80);
        assertThat(
                        reasons(
                                read(
                                        work,
                                        COUNTS,
                                        COUNTS_HEADER
                                                + "g,"
                                                + "A".repeat(257)
                                                + ",1,2026/11/10,09:30\n")))
                .containsExactly("2 sku: 257 characters, at most 256 are taken");
    }

    @Test
    void aFileThatLacksAColumnGivesNothing() {
        assertThatThrownBy(() -> read(work, COUNTS, "店舗,商品,日付,時刻\ng,A,2026/11/10,09:30\n"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("the header line has 4 columns and lacks [在庫]");
    }
}
