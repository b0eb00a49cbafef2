package dev.musubi.quality;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static dev.musubi.testing.WebHub.as;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The quality of sources over HTTP, as an operator asks. */
class SourceQualityTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static WebHub hub;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
        await().atMost(LONG)
                .until(() -> json(hub.get("/api/v1/sources")).hasNonNull("countedSince"));
        // The item of the tests' usual order: whichever of them comes first does not mention it.
        sent(anEvent("product.updated").from("pim").at(Instant.now()).with("sku", "A-1").build());
    }

    @AfterEach
    void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void eachSourceHasItsOwnFigures() {
        Instant now = Instant.now();
        sent(anOrder("t-1", "100").from("pos:a").at(now).of("loyalty_id", "L-1").build());
        sent(anOrder("t-2", "100").from("pos:a").at(now.minusSeconds(7200)).build());
        sent(
                anOrder("t-3", "100")
                        .from("pos:a")
                        .at(now.minusSeconds(720_000))
                        .historical()
                        .build());
        sent(count("pos:a", "unknown-1", "nowhere", "3"));
        sent(aView().from("web").at(now.plusSeconds(600)).build());
        sent(aView().from("web").at(now).of("anonymous_id", "v").build());
        sent(aView().from("web").at(now).ofVerified("email", "a@b.jp").build());
        JsonNode repeated = count("web", "unknown-1", "elsewhere", "3");
        sent(repeated);
        sent(repeated);
        awaitEvents("pos:a", 4);
        awaitEvents("web", 4);

        JsonNode till = source("pos:a");
        assertThat(till.path("withPerson").asInt()).isEqualTo(1);
        assertThat(till.path("aboutThings").asInt()).isEqualTo(1);
        assertThat(till.path("personShare").asDouble()).isEqualTo(1 / 3.0);
        assertThat(till.at("/lateness/events").asInt()).as("back-fill is not late").isEqualTo(3);
        assertThat(till.at("/lateness/p95Seconds").asInt()).isEqualTo(86_400);
        assertThat(till.at("/lateness/buckets").findValuesAsText("upToSeconds"))
                .containsExactly("1", "10", "60", "600", "3600", "86400");
        assertThat(Instant.parse(till.path("lastReceived").asText()))
                .isBetween(now.minusSeconds(60), now.plusSeconds(60));
        JsonNode web = source("web");
        assertThat(web.path("personShare").asDouble()).isEqualTo(1 / 3.0);
        assertThat(web.at("/lateness/ahead").asInt()).isEqualTo(1);
        assertThat(web.path("deadLetters").asInt()).isZero();
    }

    @Test
    void whatNobodyDescribesIsWithWhoMentionedItFirstUntilSomebodyDescribesIt() {
        sent(count("erp", "u-1", "u-place", "3"));
        sent(count("other-erp", "u-1", "u-other-place", "3"));
        ObjectNode order = anOrder("u-order", "100").from("shop").at(Instant.now()).build();
        ((ObjectNode) order.at("/data/lines/0")).put("sku", "u-2");
        sent(order);
        sent(count("erp", "inventory-item:u-4", "u-place", "3"));

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(unknown("shop", "Skus")).contains("u-2"));
        assertThat(unknown("erp", "Skus")).contains("u-1", "inventory-item:u-4").hasSize(2);
        assertThat(unknown("other-erp", "Skus")).isEmpty();
        assertThat(unknown("erp", "Locations")).containsExactly("u-place");
        assertThat(unknown("other-erp", "Locations")).containsExactly("u-other-place");

        EventBuilder variant = anEvent("product.updated").from("pim").at(Instant.now());
        sent(variant.with("sku", "u-3").with("inventoryItem", "u-4").build());
        sent(anEvent("product.updated").from("pim").at(Instant.now()).with("sku", "u-1").build());

        assertThat(unknown("erp", "Skus")).isEmpty();
        assertThat(source("erp").at("/unknownSkus/count").asInt()).isZero();
    }

    @Test
    void whatIsDeadIsWithItsSourceUntilItIsReplayed() {
        JsonNode half = count("scale", "d-1", "d-place", "1.5");
        sent(half);

        assertThat(source("scale").path("deadLetters").asInt()).isEqualTo(1);

        EventBuilder weighed = anEvent("product.updated").from("pim").at(Instant.now());
        sent(weighed.with("sku", "d-1").with("unit", "kg").build());
        JsonNode letters = json(hub.get("/api/v1/dead-letters?channel=events")).path("items");
        for (JsonNode letter : letters) {
            hub.post("/api/v1/dead-letters/" + letter.path("id").asText() + "/replay", "");
        }
        await().atMost(LONG).until(() -> source("scale").path("deadLetters").asInt() == 0);
    }

    @Test
    void whatCouldNotBeReadIsWithTheAccountItCameInBy() {
        hub.get(DeadLetters.class).keep(letter("1"));
        hub.get(DeadLetters.class).keep(letter("2"));

        JsonNode undelivered = json(hub.get("/api/v1/sources")).path("undelivered");

        assertThat(undelivered)
                .hasToString("[{\"channel\":\"shopify\",\"account\":\"main\",\"open\":2}]");
    }

    @Test
    void metricsSayTheSame() {
        sent(anOrder("m-1", "100").from("metered").at(Instant.now()).of("loyalty_id", "L").build());
        sent(count("metered", "m-2", "m-place", "3"));
        awaitEvents("metered", 2);

        hub.get(QualityMetrics.class).refresh();

        assertThat(metric("musubi.source.events")).isEqualTo(2);
        assertThat(metric("musubi.source.person.share")).isEqualTo(1);
        assertThat(metric("musubi.source.lateness.p95.seconds")).isLessThanOrEqualTo(60);
        assertThat(metric("musubi.source.unknown.skus")).isEqualTo(1);
        assertThat(metric("musubi.source.unknown.locations")).isEqualTo(1);
        assertThat(metric("musubi.source.dead")).isZero();
    }

    @Test
    void theOperatorAloneAsksAndForDaysThatAreKept() {
        String shop = hub.key("{\"name\":\"shop\",\"scopes\":[\"events:write\"]}");

        assertThat(hub.get("/api/v1/sources", as(shop)).statusCode()).isEqualTo(403);
        assertThat(hub.get("/api/v1/sources?days=0").statusCode()).isEqualTo(400);
        assertThat(hub.get("/api/v1/sources?days=93").statusCode()).isEqualTo(400);
        assertThat(hub.get("/api/v1/sources?days=92").statusCode()).isEqualTo(200);
    }

    private static Undelivered letter(String original) {
        return new Undelivered(
                "shopify",
                "main",
                "webhook " + original,
                "no order",
                "application/json",
                original.getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    private static ObjectNode count(String source, String sku, String location, String onHand) {
        EventBuilder event = anEvent("stock.counted").from(source).at(Instant.now());
        return event.with("sku", sku).with("location", location).with("onHand", onHand).build();
    }

    private static EventBuilder aView() {
        return anEvent("page.viewed").with("url", "https://shop.example/");
    }

    private static void sent(JsonNode event) {
        assertThat(hub.post("/api/v1/events?wait=applied", event.toString()).statusCode())
                .isEqualTo(202);
    }

    private static void awaitEvents(String source, int events) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(source(source).path("events").asInt()).isEqualTo(events));
    }

    private static List<String> unknown(String source, String things) {
        List<String> examples = new ArrayList<>();
        source(source).at("/unknown" + things + "/examples").forEach(e -> examples.add(e.asText()));
        return examples;
    }

    private static JsonNode source(String name) {
        for (JsonNode one : json(hub.get("/api/v1/sources?days=2")).path("sources")) {
            if (one.path("source").asText().equals(name)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    private static double metric(String name) {
        return hub.get(MeterRegistry.class).get(name).tag("source", "metered").gauge().value();
    }
}
