package dev.musubi.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
    private static final Format UTF_8 = Format.usual();
    private static final Format TILL = new Format("windows-31j", ",", "\"", true);

    @Test
    void linesEndWithLfOrCrLfOrTheFile() throws IOException {
        assertThat(read(UTF_8, utf8("a,b\r\nc,d\ne,f")))
                .containsExactly("1 [a, b]", "2 [c, d]", "3 [e, f]");
    }

    @Test
    void aByteOrderMarkAndBlankLinesAndTheOldEndMarkAreNoRows() throws IOException {
        assertThat(read(UTF_8, utf8("\uFEFFa,b\n\n  \nc,d\n\u001A")))
                .containsExactly("1 [a, b]", "4 [c, d]");
    }

    @Test
    void windows31jHasWhatShiftJisLacks() throws IOException {
        var text = "①,髙,～,㈱,ソ表\n";

        assertThat(read(TILL, text.getBytes(Charset.forName("windows-31j"))))
                .containsExactly("1 [①, 髙, ～, ㈱, ソ表]");
    }

    @Test
    void aSecondByteThatLooksLikeADelimiterIsNone() throws IOException {
        // ポ is 0x83 0x7C, and 0x7C is the bar.
        var bars = new Format("windows-31j", "|", "", true);

        assertThat(read(bars, "ポ|ー\n".getBytes(Charset.forName("windows-31j"))))
                .containsExactly("1 [ポ, ー]");
    }

    @Test
    void bytesThatTheCharsetDoesNotKnowCostTheirLineAlone() throws IOException {
        var bytes = utf8("a,b\nc,X\ne,f\n");
        bytes[6] = (byte) 0xE9;

        assertThat(read(UTF_8, bytes))
                .containsExactly("1 [a, b]", "2 broken: byte 3 is not UTF-8", "3 [e, f]");
    }

    @Test
    void aQuotedCellMayGoOverLines() throws IOException {
        assertThat(read(UTF_8, utf8("a,\"b\r\n\nc\"\nd,e\n")))
                .containsExactly("1 [a, b\n\nc]", "4 [d, e]");
    }

    @Test
    void aQuoteThatNeverClosesCostsItsLineAlone() throws IOException {
        var many = new StringBuilder("a,\"b\n");
        for (var i = 0; i < 300; i++) {
            many.append(i).append(",x\n");
        }

        var rows = read(UTF_8, utf8(many.toString()));

        assertThat(rows).hasSize(301).contains("2 [0, x]", "301 [299, x]");
        assertThat(rows.getFirst())
                .isEqualTo("1 broken: the quote that opens column 2 is not closed");
    }

    @Test
    void aStrayQuoteThatClosesFarBelowDoesNotSwallowTheRowsBetween() throws IOException {
        assertThat(read(UTF_8, utf8("a,\"b\nc,d\ne,\"f\"\ng,h\n")))
                .containsExactly(
                        "1 broken: the quote that opens column 2 is not closed",
                        "2 [c, d]",
                        "3 [e, f]",
                        "4 [g, h]");
    }

    @Test
    void aLineWithoutEndIsCutAndReadingGoesOn() throws IOException {
        var rows = read(UTF_8, utf8("x".repeat(3_000_000) + "\na,b\n"));

        assertThat(rows).containsExactly("1 broken: a line of more than 65536 bytes", "2 [a, b]");
    }

    private static List<String> read(Format format, byte[] bytes) throws IOException {
        var rows = new CsvRows(new ByteArrayInputStream(bytes), format, cells -> cells.size() == 2);
        var all = new ArrayList<String>();
        for (var row = rows.next(); row != null; row = rows.next()) {
            all.add(
                    row.line()
                            + switch (row) {
                                case RawRow.Cells cells -> " " + cells.cells();
                                case RawRow.Broken broken -> " broken: " + broken.reason();
                            });
        }
        return all;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
