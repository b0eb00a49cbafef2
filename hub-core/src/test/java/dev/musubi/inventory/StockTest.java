package dev.musubi.inventory;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.catalog.Catalog;
import dev.musubi.event.EventLog;
import dev.musubi.event.EventState;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stock on a real MongoDB, moved by events and orders. */
class StockTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestHub hub;

    private final String sku = "sku-" + NUMBER.incrementAndGet();

    @BeforeAll
    static void open() {
        hub = TestHub.start(Map.of("musubi.stock.safety.web", "5"));
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void aSaleLowersAndTheCountThatContainsItDoesNotLowerItAgain() {
        hub.apply(counted(10, 60));
        hub.apply(sale("a-1", 2, 30));
        awaitOnHand("8");

        hub.apply(counted(8, 10));
        assertThat(onHand()).isEqualTo("8");
        hub.apply(counted(10, 45));
        assertThat(onHand()).as("an older count, late").isEqualTo("8");
        hub.apply(sale("a-2", 1, 20));
        hub.apply(sale("a-3", 1, 5));
        awaitOnHand("7");
        assertThat(look().position().reports()).containsOnlyKeys("test");
    }

    @Test
    void twoCountsOfOneTimeGoBySequence() {
        hub.apply(sequenced(7, 2), sequenced(5, 1));

        assertThat(onHand()).isEqualTo("7");
    }

    @Test
    void anOrderMovesOnceHoweverOftenItIsToldAndBackWhenItIsCancelledOrReturned() {
        hub.apply(counted(10, 60));
        ObjectNode placed = sale("b-1", 3, 50);
        hub.apply(placed);
        hub.apply(placed);
        ObjectNode updated = sale("b-1", 2, 40);
        updated.put("type", "order.updated");
        hub.apply(updated);
        hub.apply(sale("b-2", 4, 39));
        awaitOnHand("4");

        hub.apply(
                anEvent("order.cancelled")
                        .at(ago(20))
                        .in("store")
                        .with("orderId", sku + "b-2")
                        .build());
        awaitOnHand("8");
        ObjectNode returned = sale("b-1", 1, 10);
        returned.put("type", "order.returned");
        returned.put("location", "shibuya");
        ((ObjectNode) returned.get("data")).put("returnId", "r-1");
        hub.apply(counted("shibuya", 1, 60), returned);
        await().untilAsserted(
                        () ->
                                assertThat(look("shibuya").position().onHand())
                                        .contains(new BigDecimal(2)));

        assertThat(onHand()).as("it came back to another store").isEqualTo("8");
        assertThat(hub.get(Stock.class).entries(new Spot("ginza", sku), 10))
                .extracting(e -> e.kind() + " " + e.quantity())
                .containsExactly("CANCELLED 4", "SOLD -4", "CORRECTED 1", "SOLD -3", "COUNTED 10");
    }

    @Test
    void whatNobodyCountedOrTooLongAgoIsUnknown() {
        hub.apply(sale("c-1", 1, 5));
        await().until(() -> hub.get(Stock.class).entries(new Spot("ginza", sku), 1).size() == 1);
        assertThat(look().availability().band()).isEqualTo(Band.UNKNOWN);

        hub.apply(counted(50, 60 * 49));
        assertThat(look().availability().band()).isEqualTo(Band.UNKNOWN);
        assertThat(look().availability().observedAt()).isEqualTo(ago(60 * 49));

        hub.apply(counted(50, 60));
        assertThat(look().availability().band()).isEqualTo(Band.IN_STOCK);
        assertThat(look().position().onHand()).contains(new BigDecimal(49));
    }

    @Test
    void aChannelSeesWhatIsNotKeptBackFromIt() {
        hub.apply(counted(5, 60));

        assertThat(look().availability().band()).isEqualTo(Band.IN_STOCK);
        assertThat(hub.get(Stock.class).bands(List.of(sku), "ginza", "web"))
                .containsEntry(sku, Band.OUT);
    }

    @Test
    void aCountUnderAnotherNameIsOfTheProductThatTurnsOutToBeCalledSo() {
        ObjectNode count = counted(9, 60);
        ((ObjectNode) count.get("data")).put("sku", "inventory-item:" + sku);
        hub.apply(count);
        hub.apply(sale("d-1", 2, 30));
        await().until(() -> hub.get(Stock.class).entries(new Spot("ginza", sku), 1).size() == 1);
        assertThat(look().availability().band()).isEqualTo(Band.UNKNOWN);

        EventBuilder product = anEvent("product.updated").at(ago(1)).with("sku", sku);
        product.data().put("inventoryItem", sku);
        hub.apply(product.build());

        assertThat(onHand()).isEqualTo("7");
        ObjectNode later = counted(4, 10);
        ((ObjectNode) later.get("data")).put("sku", "inventory-item:" + sku);
        hub.apply(later);
        assertThat(onHand()).isEqualTo("4");
        assertThat(hub.get(Catalog.class).product("inventory-item:" + sku))
                .as("it was mentioned before anybody knew")
                .isPresent();
    }

    @Test
    void aPartOfAPieceIsADeadLetterUntilTheProductIsSoldByWeight() {
        ObjectNode count = counted(1, 60);
        ((ObjectNode) count.get("data")).put("onHand", "1.5");
        hub.apply(counted(3, 70), count);

        EventLog log = hub.get(EventLog.class);
        var dead = log.find("test", count.get("id").asText()).orElseThrow();
        assertThat(dead.state()).isEqualTo(EventState.State.DEAD);
        assertThat(dead.reason()).contains("unit");
        assertThat(onHand()).as("its neighbour was booked").isEqualTo("3");
        assertThat(log.dead(null, 10)).extracting(e -> e.key()).contains(dead.key());

        hub.apply(
                anEvent("product.updated").at(ago(1)).with("sku", sku).with("unit", "kg").build());
        assertThat(log.replay(dead.key())).isTrue();
        awaitOnHand("1.5");
    }

    @Test
    void whatIsMentionedIsInTheCatalogueAsSomethingUnknown() {
        hub.apply(sale("e-1", 1, 5));

        Catalog catalog = hub.get(Catalog.class);
        await().until(() -> catalog.product(sku).isPresent());
        assertThat(catalog.product(sku).orElseThrow().known()).isFalse();
        assertThat(catalog.place("ginza").orElseThrow().known()).isFalse();
    }

    @Test
    void twoSourcesOfOneLocationAreBothShownAndTheNewestCounts() {
        ObjectNode other = counted(2, 30);
        other.put("source", "wms");
        hub.apply(counted(6, 20), other);

        assertThat(onHand()).isEqualTo("6");
        assertThat(look().position().reports()).containsOnlyKeys("test", "wms");
    }

    @Test
    void twoHubsBookEachSaleOnce() {
        hub.apply(counted(1_000, 60));
        try (TestHub second = hub.beside()) {
            for (int i = 0; i < 50; i++) {
                (i % 2 == 0 ? hub : second).append(sale("f-" + i, 3, 30));
            }
            awaitOnHand("850");
        }
    }

    private ObjectNode counted(int onHand, int minutesAgo) {
        return counted("ginza", onHand, minutesAgo);
    }

    private ObjectNode counted(String location, int onHand, int minutesAgo) {
        EventBuilder event =
                anEvent("stock.counted")
                        .at(ago(minutesAgo))
                        .with("sku", sku)
                        .with("location", location);
        event.data().put("onHand", onHand);
        return event.build();
    }

    private ObjectNode sequenced(int onHand, int sequence) {
        ObjectNode event = counted(onHand, 60);
        ((ObjectNode) event.get("data")).put("sequence", sequence);
        return event;
    }

    private ObjectNode sale(String order, int quantity, int minutesAgo) {
        ObjectNode event =
                EventBuilder.anOrder(sku + order, "100")
                        .at(ago(minutesAgo))
                        .in("store")
                        .at("ginza")
                        .build();
        ((ObjectNode) event.at("/data/lines/0")).put("sku", sku).put("quantity", quantity);
        return event;
    }

    private static Instant ago(int minutes) {
        return NOW.minusSeconds(60L * minutes);
    }

    private Stock.Looked look() {
        return look("ginza");
    }

    private Stock.Looked look(String location) {
        return hub.get(Stock.class).look(new Spot(location, sku), null);
    }

    private String onHand() {
        return look().position().onHand().map(BigDecimal::toPlainString).orElse("unknown");
    }

    private void awaitOnHand(String expected) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(onHand()).isEqualTo(expected));
    }
}
