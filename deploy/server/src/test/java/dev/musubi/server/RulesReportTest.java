package dev.musubi.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.identity.RulesCheck.Block;
import dev.musubi.identity.RulesCheck.Report;
import dev.musubi.people.Reresolution;
import dev.musubi.profile.Notice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesReportTest {

    private static final Path FILE = Path.of("rules.yaml");

    @Test
    void examplesAreMasked() {
        Report report =
                new Report(
                        2,
                        Optional.empty(),
                        12_345,
                        List.of(
                                new Block(
                                        IdentifierType.CUSTOMER_ID,
                                        1,
                                        List.of(new Node("customer_id:shop:guest-0001"))),
                                new Block(
                                        IdentifierType.EMAIL,
                                        2_000,
                                        List.of(new Node("email?:info@shop.jp")))),
                        1_500);

        Reresolution.Report people =
                new Reresolution.Report(
                        9_000,
                        12,
                        3,
                        1,
                        0,
                        2,
                        List.of(
                                notice(Notice.Kind.MERGED, "b", "c"),
                                notice(Notice.Kind.SPLIT, "d")));

        assertThat(RulesReport.lines(FILE, report, people))
                .containsExactly(
                        "rules.yaml: version 2, no fault",
                        "a hub would start with it",
                        "blocks 2,001 of 12,345 stored identifiers, in 1,500 profiles:",
                        "  1 customer_id: ***0001",
                        "  2,000 email: i***@shop.jp, …",
                        "9,000 profiles, 12 of them decided about anew: 3 would become part of"
                                + " others, 1 would come out of others",
                        "contact points that join nobody any more: 0; that do again: 2",
                        "  a takes in b, c",
                        "  a parts into itself and d",
                        "  …",
                        "Nothing was changed. Once a hub starts with this file, it counts for"
                                + " events that come, and people are decided about anew in the"
                                + " background.");
    }

    @Test
    void aFileThatIsRefusedAndBlocksNothingSaysSo() {
        Report report = new Report(1, Optional.of("raise the version"), 7, List.of(), 0);
        Reresolution.Report nobody = new Reresolution.Report(5, 0, 0, 0, 0, 0, List.of());

        assertThat(RulesReport.lines(FILE, report, nobody))
                .contains(
                        "rules.yaml: version 1, no fault",
                        "a hub would not start with it: raise the version",
                        "blocks none of 7 stored identifiers",
                        "5 profiles, 0 of them decided about anew: 0 would become part of others,"
                                + " 0 would come out of others");
    }

    private static Notice notice(Notice.Kind kind, String... others) {
        return new Notice("n", kind, "a", List.of(others), "rule-change", "rules", "rules|2");
    }
}
