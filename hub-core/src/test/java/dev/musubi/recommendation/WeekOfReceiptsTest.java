package dev.musubi.recommendation;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A week of real receipts (Complete Journey), replayed into a hub and asked for over HTTP. */
class WeekOfReceiptsTest {

    private static final String FROM = "2017-03-06";
    private static final String BEFORE = "2017-03-13";

    @Test
    void twoHouseholdsWithDifferentHistoriesGetDifferentListsWithReasonsOfTheirOwn()
            throws Exception {
        Map<String, ObjectNode> receipts = receipts();
        try (WebHub hub = WebHub.start(Map.of())) {
            List<String> households = busiest(receipts);
            Map<String, String> profiles = new LinkedHashMap<>();
            for (String household : households) {
                JsonNode answer =
                        send(
                                hub,
                                List.of(
                                        anEvent("consent.changed")
                                                .at(Instant.parse("2017-01-01T00:00:00Z"))
                                                .of("loyalty_id", household)
                                                .with("purpose", "profiling")
                                                .with("channel", "store")
                                                .with("decision", "granted")
                                                .build()));
                profiles.put(household, answer.at("/results/0/profileId").asText());
            }
            List<ObjectNode> all = List.copyOf(receipts.values());
            for (int from = 0; from < all.size(); from += 500) {
                send(hub, all.subList(from, Math.min(from + 500, all.size())));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> hub.get(Learner.class).model().orders() >= receipts.size());

            Set<List<String>> lists = new HashSet<>();
            profiles.forEach(
                    (household, profile) -> lists.add(asked(hub, household, profile, receipts)));
            assertThat(lists).as("lists of %s", households).hasSize(households.size());
            assertThat(hub.contract().violations()).isEmpty();
        }
    }

    /** The items; each that the household bought before names the receipt, which is theirs. */
    private static List<String> asked(
            WebHub hub, String household, String profile, Map<String, ObjectNode> receipts) {
        JsonNode answer =
                json(
                        hub.get(
                                "/api/v1/recommendations?placement=basket&limit=10&profile="
                                        + profile));
        List<String> skus = new ArrayList<>();
        JsonNode timeline =
                json(hub.get("/api/v1/profiles/" + profile + "/timeline?limit=200")).path("items");
        for (JsonNode item : answer.path("items")) {
            skus.add(item.path("sku").asText());
            String event = item.at("/reason/event").asText();
            if (item.at("/reason/kind").asText().equals("bought_before")) {
                assertThat(timeline)
                        .as("the reason's event in the timeline")
                        .anyMatch(
                                e ->
                                        event.equals(
                                                e.path("source").asText()
                                                        + "|"
                                                        + e.path("id").asText()));
                ObjectNode receipt = receipts.get(event.substring(event.indexOf('|') + 1));
                assertThat(receipt.at("/identifiers/0/value").asText()).isEqualTo(household);
                assertThat(receipt.at("/data/lines").findValuesAsText("sku"))
                        .contains(item.path("sku").asText());
            }
        }
        assertThat(skus).as("recommended to %s", household).isNotEmpty();
        return skus;
    }

    /** The two households with the most receipts of the week. */
    private static List<String> busiest(Map<String, ObjectNode> receipts) {
        Map<String, Integer> visits = new TreeMap<>();
        receipts.values()
                .forEach(r -> visits.merge(r.at("/identifiers/0/value").asText(), 1, Integer::sum));
        return visits.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(2)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, ObjectNode> receipts() throws IOException {
        String given = System.getenv("MUSUBI_DATA");
        Path root = Path.of(System.getenv().getOrDefault("MUSUBI_ROOT", ".."));
        Path data = given == null ? root.resolve("../shared/data") : Path.of(given);
        Path file = data.resolve("retail/complete-journey/transactions_sample.csv.gz");
        assumeTrue(Files.exists(file), "skipped: no Complete Journey; set MUSUBI_DATA");
        Map<String, ObjectNode> receipts = new LinkedHashMap<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            List<String> columns = List.of(reader.readLine().replace("\"", "").split(",", -1));
            int time = columns.indexOf("transaction_timestamp");
            reader.lines()
                    .map(line -> line.replace("\"", "").split(",", -1))
                    .filter(row -> row[time].compareTo(FROM) >= 0)
                    .filter(row -> row[time].compareTo(BEFORE) < 0)
                    .forEach(row -> line(receipts, columns, row));
        }
        assertThat(receipts).hasSizeGreaterThan(500);
        return receipts;
    }

    private static void line(Map<String, ObjectNode> receipts, List<String> columns, String[] row) {
        String basket = row[columns.indexOf("basket_id")];
        ObjectNode receipt =
                receipts.computeIfAbsent(
                        basket,
                        id -> {
                            EventBuilder event =
                                    anEvent("order.placed")
                                            .id(id)
                                            .at(
                                                    Instant.parse(
                                                            row[
                                                                            columns.indexOf(
                                                                                    "transaction_timestamp")]
                                                                            .replace(' ', 'T')
                                                                            .replace("Z", "")
                                                                    + "Z"))
                                            .in("store")
                                            .at(row[columns.indexOf("store_id")])
                                            .of("loyalty_id", row[columns.indexOf("household_id")])
                                            .with("orderId", id)
                                            .with("currency", "USD");
                            event.data().putArray("lines");
                            return event.build();
                        });
        ((ArrayNode) receipt.at("/data/lines"))
                .addObject()
                .put("sku", row[columns.indexOf("product_id")])
                .put("quantity", 1)
                .put(
                        "amount",
                        new BigDecimal(row[columns.indexOf("sales_value")])
                                .setScale(2, RoundingMode.HALF_UP)
                                .toPlainString());
    }

    private static JsonNode send(WebHub to, List<ObjectNode> events) {
        ArrayNode batch = Json.mapper().createArrayNode().addAll(events);
        var answer =
                to.post(
                        "/api/v1/events?wait=applied",
                        Json.object().set("events", batch).toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return json(answer);
    }
}
