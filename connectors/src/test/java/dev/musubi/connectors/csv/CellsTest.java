package dev.musubi.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;

class CellsTest {
    private final Cells cells = new Cells(Format.usual());

    @Property
    void whatCommonsCsvPrintsIsCutIntoTheSameCells(@ForAll("rows") List<String> row)
            throws IOException {
        assertThat(cells.cut(printed(row, QuoteMode.MINIMAL))).isEqualTo(new Cells.Cut.Whole(row));
    }

    @Property
    void quotingEveryCellMakesNoDifference(@ForAll("rows") List<String> row) throws IOException {
        assertThat(cells.cut(printed(row, QuoteMode.ALL))).isEqualTo(new Cells.Cut.Whole(row));
    }

    @Property
    void anyTextIsCutSomehow(@ForAll("texts") String text) {
        assertThat(cells.cut(text)).isInstanceOf(Cells.Cut.class);
    }

    @Example
    void aQuoteInTheMiddleOfACellIsText() {
        assertThat(cells.cut("5\" pipe,2"))
                .isEqualTo(new Cells.Cut.Whole(List.of("5\" pipe", "2")));
    }

    @Example
    void textAfterAClosingQuoteIsMalformed() {
        assertThat(cells.cut("1,\"a\"b,2"))
                .isEqualTo(new Cells.Cut.Malformed("text follows the closing quote of column 2"));
    }

    @Example
    void anOpenQuoteSaysWhichCell() {
        assertThat(cells.cut("1,2,\"a")).isEqualTo(new Cells.Cut.Open(3));
    }

    private static String printed(List<String> row, QuoteMode quotes) throws IOException {
        var printed = new StringBuilder();
        var format = CSVFormat.DEFAULT.builder().setRecordSeparator("").setQuoteMode(quotes).get();
        format.printRecord(printed, row.toArray());
        return printed.toString();
    }

    @Provide
    Arbitrary<List<String>> rows() {
        // commons-csv prints an empty first cell of one as "", which is what an empty row would be.
        return texts().list().ofMinSize(2).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab,\"\n 髙～").ofMaxLength(6);
    }
}
