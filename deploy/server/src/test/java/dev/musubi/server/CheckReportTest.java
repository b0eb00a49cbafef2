package dev.musubi.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.inventory.Spot;
import dev.musubi.inventory.StockCheck;
import dev.musubi.people.Consistency;
import dev.musubi.people.Consistency.Fault;
import dev.musubi.people.Consistency.Finding;
import dev.musubi.search.IndexCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    private static final StockCheck.Report STOCK = new StockCheck.Report(7, List.of(), 0, 0);

    @Test
    void whatAgreesIsTwoLines() {
        Consistency.Report stored = new Consistency.Report(1_000, 2_500, 0, 0, List.of());
        IndexCheck.Report found = found(1_200, List.of(), 0, List.of());

        assertThat(CheckReport.lines(stored, found, STOCK, false))
                .containsExactly(
                        "1,000 profiles with 2,500 identifiers: all agree",
                        "1,200 profiles in the index: all agree",
                        "7 positions of stock: all agree");
        assertThat(CheckReport.agrees(stored, found, STOCK)).isTrue();
    }

    @Test
    void whatIsLeftAfterMendingStillDiffers() {
        Consistency.Report stored =
                new Consistency.Report(
                        5,
                        9,
                        3,
                        2,
                        List.of(
                                new Finding(Fault.FACETS, "a", true),
                                new Finding(Fault.ORPHAN, "b", false)));
        IndexCheck.Report found = found(5, List.of("c"), 1, List.of());

        assertThat(CheckReport.lines(stored, found, STOCK, true))
                .containsExactly(
                        "  profile a: its totals are not what its events and orders say (mended)",
                        "  profile b: an identifier points to it, and nobody has that",
                        "  … and 1 more",
                        "  profile c: it is not so in the index",
                        "5 profiles with 9 identifiers: 3 do not agree, 2 of them mended",
                        "5 profiles in the index: 1 do not agree, 1 of them mended",
                        "7 positions of stock: all agree");
        assertThat(CheckReport.agrees(stored, found, STOCK)).isFalse();
    }

    @Test
    void stockThatIsNotWhatItsLedgerComesToIsSaid() {
        Consistency.Report stored = new Consistency.Report(1, 1, 0, 0, List.of());
        IndexCheck.Report found = found(1, List.of(), 0, List.of());
        StockCheck.Report stock = new StockCheck.Report(3, List.of(new Spot("ginza", "A-1")), 1, 0);

        assertThat(CheckReport.lines(stored, found, stock, false))
                .containsExactly(
                        "  stock of A-1 in ginza: it is not what its ledger comes to",
                        "1 profiles with 1 identifiers: all agree",
                        "1 profiles in the index: all agree",
                        "3 positions of stock: 1 do not agree",
                        "Nothing was changed; with --repair it is mended.");
        assertThat(CheckReport.agrees(stored, found, stock)).isFalse();
    }

    @Test
    void documentsOfNobodyAreSaid() {
        Consistency.Report stored = new Consistency.Report(1, 1, 0, 0, List.of());
        IndexCheck.Report found = found(1, List.of(), 0, List.of("x", "y"));

        assertThat(CheckReport.lines(stored, found, STOCK, false))
                .containsExactly(
                        "  document x of the index: nobody has it",
                        "  document y of the index: nobody has it",
                        "1 profiles with 1 identifiers: all agree",
                        "1 profiles in the index: 2 do not agree",
                        "7 positions of stock: all agree",
                        "Nothing was changed; with --repair it is mended.");
        assertThat(CheckReport.agrees(stored, found, STOCK)).isFalse();
    }

    private static IndexCheck.Report found(
            long profiles, List<String> behind, long mended, List<String> nobodys) {
        return new IndexCheck.Report(
                profiles, behind, behind.size(), mended, nobodys, nobodys.size(), 0, "s", "s");
    }
}
