package dev.musubi.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.identity.RulesCheck.Block;
import dev.musubi.identity.RulesCheck.Report;
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

        assertThat(RulesReport.lines(FILE, report))
                .containsExactly(
                        "rules.yaml: version 2, no fault",
                        "a hub would start with it",
                        "blocks 2,001 of 12,345 stored identifiers, in 1,500 profiles:",
                        "  1 customer_id: ***0001",
                        "  2,000 email: i***@shop.jp, …",
                        "Nothing was changed. Rules count for events that come; what is stored"
                                + " stays.");
    }

    @Test
    void aFileThatIsRefusedAndBlocksNothingSaysSo() {
        Report report = new Report(1, Optional.of("raise the version"), 7, List.of(), 0);

        assertThat(RulesReport.lines(FILE, report))
                .containsExactly(
                        "rules.yaml: version 1, no fault",
                        "a hub would not start with it: raise the version",
                        "blocks none of 7 stored identifiers");
    }
}
