package dev.musubi.connectors.pos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Header, line and tender rows. */
class RecordsLayoutTest {
    private static final String COMMON =
            """
            format: {header: false}
            layout: records
            source: "pos:{store}"
            channel: store
            orderSystem: tills
            currency: JPY
            time: {columns: [date, time], patterns: ["uuuuMMdd HHmmss"], zone: Asia/Tokyo}
            fields: {store: store, receipt: receipt, total: total, line: no, sku: sku, quantity: qty,
                     amount: amount, tax: tax, tender: tender, tenderAmount: paid, transaction: kind}
            credit: {field: transaction, matches: "^R$", amounts: positive}
            identifiers:
              - {type: loyalty_id, column: card}
              - {type: payment_token, column: token}
              - {type: receipt, namespace: tills}
            """;

    private static final String KEYED =
            COMMON
                    + """
                      records:
                        column: type
                        header: {code: H, names: [type, store, receipt, date, time, card, total, kind]}
                        line: {code: L, names: [type, store, receipt, no, sku, qty, amount, tax]}
                        tender: {code: T, names: [type, store, receipt, tender, paid, token]}
                        ignored: [Z]
                      """;

    private static final String BELOW =
            COMMON
                    + """
                      records:
                        column: type
                        header: {code: H, names: [type, store, receipt, date, time, card, total, kind]}
                        line: {code: L, names: [type, no, sku, qty, amount, tax]}
                        tender: {code: T, names: [type, tender, paid, token]}
                        ignored: [Z]
                      """;

    @Test
    void rowsWithTheirKeyMayLieAnywhere() {
        var receipts =
                ReceiptsTest.read(
                        KEYED,
                        "L,ginza,7,2,B,1,300,27\n"
                                + "T,ginza,7,card,500,tok-2\n"
                                + "H,ginza,7,20261122,101530,L-1,1500,S\n"
                                + "Z,totals,of,the,day\n"
                                + "L,ginza,7,1,A,1,1200,109\n"
                                + "T,ginza,7,card,1000,tok-1\n");

        assertThat(receipts).hasSize(1);
        var event = Objects.requireNonNull(receipts.getFirst().event());
        assertThat(event.path("time").asText()).isEqualTo("2026-11-22T10:15:30+09:00");
        assertThat(event.path("identifiers"))
                .isEqualTo(
                        ReceiptsTest.json(
                                """
                                [{"type":"loyalty_id","value":"L-1"},
                                 {"type":"payment_token","value":"tok-1"},
                                 {"type":"payment_token","value":"tok-2"},
                                 {"type":"receipt","namespace":"tills","value":"ginza|7"}]
                                """));
        assertThat(event.path("data"))
                .isEqualTo(
                        ReceiptsTest.json(
                                """
                                {"orderId":"ginza|7","orderSystem":"tills","numbers":["7"],
                                 "kind":"sale","currency":"JPY","total":"1500","lines":[
                                   {"sku":"A","quantity":"1","amount":"1200","tax":"109"},
                                   {"sku":"B","quantity":"1","amount":"300","tax":"27"}],
                                 "tenders":[{"type":"card","amount":"1000"},
                                            {"type":"card","amount":"500"}]}
                                """));
    }

    @Test
    void rowsWithoutAKeyBelongToTheHeaderAbove() {
        var receipts =
                ReceiptsTest.read(
                        BELOW,
                        "H,ginza,7,20261122,101530,L-1,1200,S\n"
                                + "L,1,A,1,1200,109\n"
                                + "T,cash,1200,\n"
                                + "H,ginza,8,20261122,101630,,600,R\n"
                                + "L,1,A,1,600,54\n");

        assertThat(receipts).hasSize(2);
        assertThat(Objects.requireNonNull(receipts.getFirst().event()).at("/data/lines"))
                .hasSize(1);
        var credit = Objects.requireNonNull(receipts.getLast().event());
        assertThat(credit.at("/data/kind").asText()).isEqualTo("credit");
        assertThat(credit.at("/data/total").asText()).isEqualTo("-600");
        assertThat(credit.at("/data/lines/0/tax").asText()).isEqualTo("-54");
    }

    @Test
    void linesBelowAHeaderThatCannotBeReadDoNotFallToTheReceiptBefore() {
        var receipts =
                ReceiptsTest.read(
                        BELOW,
                        "H,ginza,7,20261122,101530,L-1,1200,S\n"
                                + "L,1,A,1,1200,109\n"
                                + "H,ginza,,20261122,101630,,600,S\n"
                                + "L,1,B,1,600,54\n");

        assertThat(receipts)
                .flatExtracting(Receipt::bad)
                .extracting(bad -> bad.line() + " " + bad.reason())
                .containsExactly(
                        "3 receipt is empty, so the receipt has no key",
                        "4 no readable header row is above");
        var event = Objects.requireNonNull(receipts.getLast().event());
        assertThat(event.at("/data/incomplete").isMissingNode()).isTrue();
        assertThat(event.at("/data/lines")).hasSize(1);
    }

    @Test
    void aHeaderWithABadValueKeepsItsLinesTogetherAndLoadsNothing() {
        var receipts =
                ReceiptsTest.read(
                        BELOW, "H,ginza,7,20261199,101530,L-1,1200,S\n" + "L,1,A,1,1200,109\n");

        assertThat(receipts)
                .singleElement()
                .satisfies(
                        receipt -> {
                            assertThat(receipt.event()).isNull();
                            assertThat(receipt.rows()).hasSize(2);
                            assertThat(receipt.bad()).hasSize(1);
                        });
    }

    @Test
    void aRowOfNoKnownKindIsSetAside() {
        var receipts = ReceiptsTest.read(BELOW, "X,1\n");

        assertThat(receipts.getFirst().bad().getFirst().reason())
                .isEqualTo("type: no kind of row of the mapping has this code");
    }
}
