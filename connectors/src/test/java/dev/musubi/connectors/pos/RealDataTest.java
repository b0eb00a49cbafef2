package dev.musubi.connectors.pos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped mappings make of the public data sets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealDataTest {
    private static final String RETAIL = "retail/online-retail/lines-to-2011-08-31.csv.gz";
    private static final String JOURNEY = "retail/complete-journey/transactions_sample.csv.gz";

    @TempDir Path work;

    private List<Receipt> retail = List.of();

    @Test
    void onlineRetailGivesItsOrdersToTheLastDigit() throws IOException {
        var receipts = retail();
        var events = events(receipts);

        assertThat(receipts).allMatch(r -> r.bad().isEmpty());
        assertThat(events).hasSize(16_459);
        assertThat(ofKind(events, "sale")).hasSize(13_905);
        assertThat(ofKind(events, "sale")).filteredOn(e -> orderId(e).startsWith("A")).hasSize(3);
        assertThat(ofKind(events, "credit")).hasSize(2_554);
        assertThat(total(events)).isEqualByComparingTo("5761931.382");
        assertThat(total(events.stream().filter(e -> e.has("identifiers")).toList()))
                .isEqualByComparingTo("4919107.732");
        assertThat(total(events.stream().filter(e -> !e.has("identifiers")).toList()))
                .isEqualByComparingTo("842823.650");
        assertThat(events.stream().filter(e -> !e.has("identifiers"))).hasSize(2_617);
        assertThat(people(events)).hasSize(3_360).allMatch(id -> id.matches("\\d{5}"));
    }

    @Test
    void onlineRetailKeepsItsOddLines() throws IOException {
        var events = events(retail());
        var lines = new ArrayList<JsonNode>();
        events.forEach(e -> e.path("data").path("lines").forEach(lines::add));

        assertThat(lines).hasSize(320_705);
        var negative = new ArrayList<JsonNode>();
        ofKind(events, "sale")
                .forEach(
                        e ->
                                e.path("data")
                                        .path("lines")
                                        .forEach(
                                                line -> {
                                                    if (decimal(line, "quantity").signum() < 0) {
                                                        assertThat(e.has("identifiers")).isFalse();
                                                        negative.add(line);
                                                    }
                                                }));
        assertThat(negative)
                .hasSize(925)
                .allMatch(line -> decimal(line, "unitPrice").signum() == 0);
        assertThat(lines.stream().filter(l -> decimal(l, "unitPrice").signum() == 0))
                .hasSize(1_797);
        assertThat(lines.stream().filter(l -> decimal(l, "unitPrice").signum() < 0)).hasSize(2);
        assertThat(
                        events.stream()
                                .mapToLong(
                                        e -> {
                                            var all = e.path("data").path("lines");
                                            var once = new HashSet<JsonNode>();
                                            all.forEach(once::add);
                                            return all.size() - once.size();
                                        })
                                .sum())
                .isEqualTo(repeatsInTheFile());
        assertThat(lines.stream().filter(l -> l.path("kind").asText().equals("charge")))
                .hasSize(750 + 556 + 84 + 23 + 25 + 1 + 2);
        assertThat(lines.stream().filter(l -> l.path("kind").asText().equals("adjustment")))
                .hasSize(366 + 1 + 54 + 55 + 3);
    }

    @Test
    void anInvoiceInTwoRunsIsOneOrderAtItsEarliestTime() throws IOException {
        var events = events(retail());

        assertThat(events).filteredOn(e -> orderId(e).equals("542806")).hasSize(1);
        assertThat(events)
                .filteredOn(e -> orderId(e).equals("536365"))
                .singleElement()
                .satisfies(
                        e -> {
                            assertThat(e.path("time").asText()).isEqualTo("2010-12-01T08:26:00Z");
                            assertThat(e.path("data").path("lines")).hasSize(7);
                        });
        assertThat(events)
                .filteredOn(e -> e.path("time").asText().startsWith("2011-07"))
                .allMatch(e -> e.path("time").asText().endsWith("+01:00"));
    }

    @Test
    void everyCustomerOfOnlineRetailHasTheSumOfAnIndependentReader() throws IOException {
        var perCustomer = new HashMap<String, BigDecimal>();
        try (var parser = independent(RETAIL)) {
            for (var row : parser) {
                var amount =
                        new BigDecimal(row.get("Quantity"))
                                .multiply(new BigDecimal(row.get("UnitPrice")));
                var customer = row.get("CustomerID").replace(".0", "");
                perCustomer.merge(customer, amount, BigDecimal::add);
            }
        }

        var ours = new HashMap<String, BigDecimal>();
        for (var event : events(retail())) {
            var customer = event.path("identifiers").path(0).path("value").asText("");
            ours.merge(customer, revenue(event), BigDecimal::add);
        }

        assertThat(stripped(ours)).isEqualTo(stripped(perCustomer));
    }

    @Test
    void completeJourneyLoadsByMappingAloneButForOneRow() throws IOException {
        var receipts = read("complete-journey", JOURNEY);
        var events = events(receipts);

        assertThat(events).hasSize(47_243);
        assertThat(people(events)).hasSize(2_377);
        assertThat(total(events)).isEqualByComparingTo("233935.24");
        assertThat(receipts.stream().flatMap(r -> r.bad().stream()))
                .singleElement()
                .satisfies(
                        bad -> {
                            assertThat(bad.reason())
                                    .isEqualTo(
                                            "amount: '4.440892e-16' has 22 decimals, at most 6 are"
                                                    + " taken");
                            assertThat(new String(bad.raw(), StandardCharsets.UTF_8))
                                    .contains("\"32478901200\"", "4.440892e-16");
                        });
        assertThat(events)
                .filteredOn(e -> e.path("data").path("incomplete").asBoolean())
                .singleElement()
                .satisfies(
                        e -> {
                            assertThat(orderId(e)).isEqualTo("389|32478901200");
                            assertThat(e.path("data").path("numbers").path(0).asText())
                                    .isEqualTo("32478901200");
                            assertThat(e.path("data").path("lines")).hasSize(1);
                        });
        assertThat(events.stream().map(e -> e.path("location").asText()).distinct()).hasSize(293);
    }

    /** Read once for all tests. */
    private List<Receipt> retail() throws IOException {
        if (retail.isEmpty()) {
            retail = read("online-retail", RETAIL);
        }
        return retail;
    }

    private List<Receipt> read(String mapping, String file) throws IOException {
        var found = new ArrayList<Receipt>();
        var reading =
                new Reading(
                        Mappings.load(mapping),
                        Set.of(),
                        true,
                        Instant.parse("2011-09-01T00:00:00Z"));
        try (var in = new GZIPInputStream(Files.newInputStream(RealData.file(file)))) {
            // Less than the file, so that the rows go over the disk.
            new Receipts(reading).read(in, work, 4 << 20, found::add);
        }
        return found;
    }

    private static CSVParser independent(String file) throws IOException {
        var in = new GZIPInputStream(Files.newInputStream(RealData.file(file)));
        return CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    }

    private static long repeatsInTheFile() throws IOException {
        try (var parser = independent(RETAIL)) {
            var once = new HashSet<List<String>>();
            var repeats = 0;
            for (var row : parser) {
                var values = new ArrayList<>(row.toList());
                values.remove("InvoiceDate");
                repeats += once.add(values) ? 0 : 1;
            }
            return repeats;
        }
    }

    private static List<JsonNode> events(List<Receipt> receipts) {
        var events = new ArrayList<JsonNode>();
        for (var receipt : receipts) {
            if (receipt.event() != null) {
                events.add(receipt.event());
            }
        }
        return events;
    }

    private static List<JsonNode> ofKind(List<JsonNode> events, String kind) {
        return events.stream()
                .filter(e -> e.path("data").path("kind").asText().equals(kind))
                .toList();
    }

    private static String orderId(JsonNode event) {
        return event.path("data").path("orderId").asText();
    }

    private static Set<String> people(List<JsonNode> events) {
        var people = new HashSet<String>();
        for (var event : events) {
            event.path("identifiers").forEach(i -> people.add(i.path("value").asText()));
        }
        return people;
    }

    private static BigDecimal total(List<JsonNode> events) {
        return events.stream().map(RealDataTest::revenue).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** As DESIGN 2.6 says: a line's amount wins over quantity times price. */
    private static BigDecimal revenue(JsonNode event) {
        var sum = BigDecimal.ZERO;
        for (var line : event.path("data").path("lines")) {
            sum =
                    sum.add(
                            line.has("amount")
                                    ? decimal(line, "amount")
                                    : decimal(line, "quantity")
                                            .multiply(decimal(line, "unitPrice")));
        }
        return sum;
    }

    private static BigDecimal decimal(JsonNode line, String field) {
        return new BigDecimal(line.path(field).asText());
    }

    private static Map<String, BigDecimal> stripped(Map<String, BigDecimal> sums) {
        var stripped = new HashMap<String, BigDecimal>();
        sums.forEach((who, sum) -> stripped.put(who, sum.stripTrailingZeros()));
        return stripped;
    }
}
