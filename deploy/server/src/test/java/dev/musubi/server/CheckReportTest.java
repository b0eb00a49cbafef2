package dev.musubi.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.people.Consistency;
import dev.musubi.people.Consistency.Fault;
import dev.musubi.people.Consistency.Finding;
import dev.musubi.search.IndexCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    @Test
    void whatAgreesIsTwoLines() {
        Consistency.Report stored = new Consistency.Report(1_000, 2_500, 0, 0, List.of());
        IndexCheck.Report found = new IndexCheck.Report(1_200, List.of(), 0, 0, 0);

        assertThat(CheckReport.lines(stored, found, false))
                .containsExactly(
                        "1,000 profiles with 2,500 identifiers: all agree",
                        "1,200 profiles in the index: all agree");
        assertThat(CheckReport.agrees(stored, found)).isTrue();
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
        IndexCheck.Report found = new IndexCheck.Report(5, List.of("c"), 1, 1, 0);

        assertThat(CheckReport.lines(stored, found, true))
                .containsExactly(
                        "  profile a: its totals are not what its events and orders say (mended)",
                        "  profile b: an identifier points to it, and nobody has that",
                        "  … and 1 more",
                        "  profile c: the index is behind",
                        "5 profiles with 9 identifiers: 3 do not agree, 2 of them mended",
                        "5 profiles in the index: 1 do not agree, 1 of them mended");
        assertThat(CheckReport.agrees(stored, found)).isFalse();
    }

    @Test
    void documentsOfNobodyAreSaid() {
        Consistency.Report stored = new Consistency.Report(1, 1, 0, 0, List.of());
        IndexCheck.Report found = new IndexCheck.Report(1, List.of(), 0, 0, 2);

        assertThat(CheckReport.lines(stored, found, false))
                .contains("  2 documents of the index are nobody's: deploy/musubi rebuild search");
        assertThat(CheckReport.agrees(stored, found)).isFalse();
    }
}
