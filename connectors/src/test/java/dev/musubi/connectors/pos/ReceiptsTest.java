package dev.musubi.connectors.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.identity.IdentifierType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The translator of till files: what rows give, and what bad rows give. */
class ReceiptsTest {
    private static final Instant AS_OF = Instant.parse("2026-11-22T18:00:00Z");

    private static final String FLAT =
            """
            source: "pos:{store}"
            channel: store
            location: "{store}"
            orderSystem: tills
            currency: JPY
            time: {columns: [time], patterns: ["uuuu-MM-dd HH:mm"], zone: Europe/London}
            fields: {store: store, register: till, receipt: receipt, sku: sku, quantity: quantity,
                     unitPrice: price, amount: amount}
            identifiers:
              - {type: loyalty_id, column: card}
              - {type: phone, column: phone}
            traits: {familyName: name}
            lineKinds: {charge: "^BAG$", adjustment: "^DISC"}
            """;
    private static final String COLUMNS =
            "store,till,receipt,time,sku,quantity,price,amount,card,phone,name\n";

    @Example
    void rowsOfAReceiptBecomeOneEvent() {
        var events =
                events(
                        FLAT,
                        COLUMNS
                                + "ginza,1,7,2026-11-22 10:20,B,2,0.50,,L-1,,佐藤\n"
                                + "ginza,1,8,2026-11-22 10:30,A,1,3,,,,\n"
                                + "ginza,1,7,2026-11-22 10:15,A,+1,1000.00,999.990,L-1,0900,\n"
                                + "ginza,1,7,2026-11-22 10:15,BAG,1,5,,L-1,,\n");

        assertThat(events).hasSize(2);
        var event = events.getFirst().deepCopy();
        assertThat(event.path("id").asText()).matches("ginza\\|1\\|7\\|[0-9a-f]{32}");
        ((com.fasterxml.jackson.databind.node.ObjectNode) event).remove("id");
        assertThat(event)
                .isEqualTo(
                        json(
                                """
                                {"source":"pos:ginza","type":"order.placed","time":"2026-11-22T10:15:00Z",
                                 "channel":"store","location":"ginza",
                                 "identifiers":[{"type":"loyalty_id","value":"L-1"},
                                   {"type":"phone","value":"0900","verified":true}],
                                 "traits":{"familyName":"佐藤"},
                                 "data":{"orderId":"ginza|1|7","orderSystem":"tills","numbers":["7"],
                                   "kind":"sale","currency":"JPY","lines":[
                                     {"sku":"A","quantity":"1","unitPrice":"1000","amount":"999.99"},
                                     {"sku":"B","quantity":"2","unitPrice":"0.5"},
                                     {"sku":"BAG","quantity":"1","unitPrice":"5","kind":"charge"}]},
                                 "asOf":"2026-11-22T18:00:00Z"}
                                """));
    }

    @Property(tries = 200)
    void theOrderOfRowsDoesNotMatter(@ForAll("rows") List<String> rows, @ForAll Random random) {
        var shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);

        assertThat(events(FLAT, COLUMNS + String.join("", shuffled)))
                .isEqualTo(events(FLAT, COLUMNS + String.join("", rows)));
    }

    @Property(tries = 100)
    void everyGoodLineComesOutOnceWithItsNumbers(@ForAll("rows") List<String> rows) {
        var lines = new ArrayList<String>();
        for (var event : events(FLAT, COLUMNS + String.join("", rows))) {
            for (var line : event.at("/data/lines")) {
                lines.add(
                        String.join(
                                ",",
                                event.at("/data/numbers/0").asText(),
                                line.path("sku").asText(),
                                line.path("quantity").asText(),
                                line.path("unitPrice").asText()));
            }
        }

        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream()
                                .map(row -> row.split(",", -1))
                                .map(c -> String.join(",", c[2], c[4], c[5], c[6]))
                                .toList());
    }

    @Example
    void theFilesDateIsNoPartOfTheIdNorIsBackFill() {
        var rows = COLUMNS + "ginza,1,7,2026-11-22 10:20,A,1,3,,,,\n";
        var mapping = Mappings.parse("flat", FLAT);

        var today = read(new Reading(mapping, Set.of(), false, AS_OF), rows).getFirst().event();
        var later =
                read(new Reading(mapping, Set.of(), true, Instant.MAX), rows).getFirst().event();

        assertThat(today).isNotNull();
        assertThat(later).isNotNull();
        assertThat(Objects.requireNonNull(today).path("id"))
                .isEqualTo(Objects.requireNonNull(later).path("id"));
        assertThat(later.path("historical").asBoolean()).isTrue();
    }

    @Example
    void anotherContentIsAnotherId() {
        var one = events(FLAT, COLUMNS + "ginza,1,7,2026-11-22 10:20,A,1,3,,,,\n").getFirst();
        var two = events(FLAT, COLUMNS + "ginza,1,7,2026-11-22 10:20,A,2,3,,,,\n").getFirst();

        assertThat(one.path("id")).isNotEqualTo(two.path("id"));
        assertThat(one.at("/data/orderId")).isEqualTo(two.at("/data/orderId"));
    }

    @Example
    void badRowsSayFieldAndWhatCame() {
        var good = "ginza,1,7,2026-11-22 10:20,A,1,3,,,,\n";
        var bad =
                List.of(
                        "ginza,1,7,2026-11-22 10:20,A,1,3,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,1,3,,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,one,3,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,1,4.440892e-16,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,1,1e15,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,1,1e999999999,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,NaN,3,,,,\n",
                        "ginza,1,7,2026-02-30 10:20,A,1,3,,,,\n",
                        "ginza,1,7,,A,1,3,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,,1,3,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,,3,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,1,,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A\u0000,1,3,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,1,3,,,,佐\u0007藤\n",
                        "ginza,1,7,2026-11-22 10:20," + "A".repeat(257) + ",1,3,,,,\n",
                        "ginza,1,7,2026-11-22 10:20,A,1,3,,,," + "x".repeat(257) + "\n",
                        "ginza,1,7,2026-11-22 10:20,A,1,3,," + "1".repeat(1_025) + ",,\n");

        var receipts = read(FLAT, COLUMNS + good + String.join("", bad));

        assertThat(receipts).hasSize(1);
        assertThat(receipts.getFirst().bad())
                .extracting(row -> row.line() + " " + row.reason())
                .containsExactly(
                        "3 10 columns, there should be 11",
                        "4 12 columns, there should be 11",
                        "5 quantity: a text of 3 characters is not a number",
                        "6 unitPrice: '4.440892e-16' has 22 decimals, at most 6 are taken",
                        "7 unitPrice: '1e15' is not below 10^15",
                        "8 unitPrice: a text of 11 characters is not a number",
                        "9 quantity: a text of 3 characters is not a number",
                        "10 time: 16 characters are not a time of the mapping's pattern",
                        "11 time: column time is empty",
                        "12 sku is empty",
                        "13 quantity is empty",
                        "14 amount is empty",
                        "15 column 5: control character U+0000",
                        "16 column 11: control character U+0007",
                        "17 sku: 257 characters, at most 256 are taken",
                        "18 familyName: 257 characters, at most 256 are taken",
                        "19 loyalty_id: 1025 characters, at most 1024 are taken");
        assertThat(receipts.getFirst().bad())
                .extracting(row -> new String(row.raw(), StandardCharsets.UTF_8) + "\n")
                .isEqualTo(bad);
        var event = Objects.requireNonNull(receipts.getFirst().event());
        assertThat(event.at("/data/incomplete").asBoolean()).isTrue();
        assertThat(event.at("/data/lines")).hasSize(1);
        assertThat(event.path("id").asText()).matches("ginza\\|1\\|7\\|-part-0001-[0-9a-f]{32}");
    }

    @Example
    void aRowWithoutAReceiptIsSetAsideAlone() {
        var receipts = read(FLAT, COLUMNS + "ginza,1,,2026-11-22 10:20,A,1,3,,,,\n");

        assertThat(receipts)
                .singleElement()
                .satisfies(
                        receipt -> {
                            assertThat(receipt.key()).isEmpty();
                            assertThat(receipt.event()).isNull();
                            assertThat(receipt.bad().getFirst().reason())
                                    .isEqualTo("receipt is empty, so the receipt has no key");
                        });
    }

    @Example
    void aShiftedRowDoesNotShowACardNumberInItsReason() {
        var receipts =
                read(FLAT, COLUMNS + "ginza,1,7,2026-11-22 10:20,A,4111111111111111,3,,,,\n");

        assertThat(receipts.getFirst().bad().getFirst().reason()).doesNotContain("4111");
    }

    @Example
    void aReceiptOfTwoCustomersIsSetAsideWhole() {
        var receipts =
                read(
                        FLAT,
                        COLUMNS
                                + "ginza,1,7,2026-11-22 10:20,A,1,3,,L-1,,\n"
                                + "ginza,1,7,2026-11-22 10:20,B,1,3,,L-2,,\n");

        assertThat(receipts)
                .singleElement()
                .satisfies(
                        receipt -> {
                            assertThat(receipt.event()).isNull();
                            assertThat(receipt.bad())
                                    .singleElement()
                                    .satisfies(
                                            bad ->
                                                    assertThat(bad.reason())
                                                            .isEqualTo(
                                                                    "loyalty_id: the receipt's rows"
                                                                            + " disagree, all of them are"
                                                                            + " set aside"));
                        });
    }

    @Example
    void aReceiptOfTooManyLinesIsSetAside() {
        var row = "ginza,1,7,2026-11-22 10:20,A,1,3,,,,\n";

        var most = read(FLAT, COLUMNS + row.repeat(2_000));
        var tooMany = read(FLAT, COLUMNS + row.repeat(2_001));
        var farTooMany = read(FLAT, COLUMNS + row.repeat(50_000));

        assertThat(most.getFirst().event()).isNotNull();
        assertThat(tooMany.getFirst().bad().getFirst().reason())
                .isEqualTo("2001 lines, at most 2000 are taken");
        assertThat(farTooMany.getFirst().bad().getFirst().reason())
                .startsWith("50000 rows, too many for one receipt");
    }

    @Example
    void manyBadRowsOfOneReceiptAreOneLetter() {
        var good = "ginza,1,7,2026-11-22 10:20,A,1,3,,,,\n";
        var bad = "ginza,1,7,2026-11-22 10:20,A,x,3,,,,\n";

        var receipt = read(FLAT, COLUMNS + good + bad.repeat(21)).getFirst();

        assertThat(receipt.event()).isNotNull();
        assertThat(receipt.bad())
                .singleElement()
                .satisfies(
                        one ->
                                assertThat(one.reason())
                                        .startsWith("21 rows of the receipt cannot be read"));
    }

    @Example
    void aFileOfAnotherFormatIsSetAsideWhole() {
        assertThatThrownBy(() -> read(FLAT, "id;name\n1;2\n"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageStartingWith("the header line has 1 columns and lacks [store, till,");
        assertThatThrownBy(() -> read(FLAT, COLUMNS + "1,2\n".repeat(1_001)))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("1001 of 1001 rows cannot be read by mapping test");
    }

    @Example
    void aDayWithoutSalesIsNoError() {
        assertThat(read(FLAT, COLUMNS)).isEmpty();
    }

    @Example
    void columnsThatTheMappingDoesNotKnowAreKeptInTheRawRowsAlone() {
        var receipt =
                read(FLAT, "more," + COLUMNS + "x,ginza,1,7,2026-11-22 10:20,A,1,3,,,,\n")
                        .getFirst();

        assertThat(receipt.event()).isNotNull();
        assertThat(new String(receipt.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("more," + COLUMNS + "x,ginza,1,7,2026-11-22 10:20,A,1,3,,,,\n");
    }

    @Example
    void localTimesFollowTheZoneThroughItsChanges() {
        var events =
                events(
                        FLAT,
                        COLUMNS
                                + "a,1,1,2026-07-01 10:00,A,1,3,,,,\n"
                                + "a,1,2,2026-03-29 01:30,A,1,3,,,,\n"
                                + "a,1,3,2026-10-25 01:30,A,1,3,,,,\n");

        assertThat(events)
                .extracting(e -> e.path("time").asText())
                .containsExactly(
                        "2026-07-01T10:00:00+01:00",
                        "2026-03-29T02:30:00+01:00",
                        "2026-10-25T01:30:00+01:00");
    }

    @Example
    void creditsThatArePrintedPositiveBecomeNegative() {
        var events =
                events(
                        FLAT + "credit: {field: receipt, matches: ^R, amounts: positive}\n",
                        COLUMNS + "ginza,1,R7,2026-11-22 10:20,A,2,3,6,,,\n");

        assertThat(events.getFirst().at("/data/kind").asText()).isEqualTo("credit");
        assertThat(events.getFirst().at("/data/lines/0"))
                .isEqualTo(
                        json(
                                """
                                {"sku":"A","quantity":"-2","unitPrice":"3","amount":"-6"}
                                """));
    }

    @Example
    void aMappedVersionTakesThePlaceOfTheFilesDate() {
        var mapping =
                FLAT.replace(
                        "fields: {", "fields: {version: {column: name, pattern: uuuuMMddHHmmss}, ");

        var event =
                events(
                                mapping,
                                COLUMNS
                                        + "ginza,1,7,2026-11-22 10:20,A,2,3,6,,,20260701000000\n"
                                        + "ginza,1,7,2026-11-22 10:20,B,2,3,6,,,20260701000001\n")
                        .getFirst();

        assertThat(event.at("/data/version").asLong())
                .isEqualTo(Instant.parse("2026-06-30T23:00:01Z").getEpochSecond() * 1_000_000);
        assertThat(event.has("asOf")).isFalse();
    }

    @Example
    void aReceiptWithABarInItsNumberStaysApart() {
        var events =
                events(
                        FLAT,
                        COLUMNS
                                + "ginza,1|2,3,2026-11-22 10:20,A,1,3,,,,\n"
                                + "ginza,1,2|3,2026-11-22 10:20,A,1,3,,,,\n");

        assertThat(events)
                .extracting(e -> e.at("/data/orderId").asText())
                .containsExactlyInAnyOrder("ginza|1%7C2|3", "ginza|1|2%7C3");
    }

    private static List<JsonNode> events(String mapping, String file) {
        var events = new ArrayList<JsonNode>();
        for (var receipt : read(mapping, file)) {
            assertThat(receipt.bad()).isEmpty();
            events.add(Objects.requireNonNull(receipt.event()));
        }
        return events;
    }

    static List<Receipt> read(String mapping, String file) {
        return read(
                new Reading(
                        Mappings.parse("test", mapping),
                        Set.of(IdentifierType.PHONE),
                        false,
                        AS_OF),
                file);
    }

    private static List<Receipt> read(Reading reading, String file) {
        try {
            var work = Files.createTempDirectory("receipts");
            try {
                var found = new ArrayList<Receipt>();
                var in = new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
                // A budget of a few rows, so that every test goes over the disk.
                new Receipts(reading).read(in, work, 2_000, found::add);
                return found;
            } finally {
                Files.delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        return dev.musubi.platform.Json.read(text);
    }

    @Provide
    Arbitrary<List<String>> rows() {
        var receipt = Arbitraries.integers().between(1, 4);
        var sku = Arbitraries.of("A", "B", "BAG", "DISC-1");
        var quantity = Arbitraries.integers().between(-3, 3);
        var price = Arbitraries.of("0", "0.01", "2.5", "1000");
        var minute = Arbitraries.integers().between(10, 59);
        return Combinators.combine(receipt, sku, quantity, price, minute)
                .as(
                        (r, s, q, p, m) ->
                                "ginza,1,%d,2026-11-22 10:%d,%s,%d,%s,,L-%d,,\n"
                                        .formatted(r, m, s, q, p, r))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
