package dev.musubi.inventory;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check of stock finds positions that are not what their ledger comes to, and mends them. */
class StockCheckTest {

    private static final Spot GINZA = new Spot("ginza", "A-1");
    private static final Document KEY = new Document("l", "ginza").append("s", "A-1");

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start();
        hub.apply(
                counted("pos", "ginza", 10, 1),
                counted("wms", "ginza", 12, 3),
                counted("wms", "shibuya", 5, 3),
                sale("o-1", 2),
                sale("o-2", 4));
        await().atMost(Duration.ofSeconds(20)).until(() -> onHand().equals("6"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatAgreesIsSaidToAgree() {
        assertThat(check(1, false)).isEqualTo(new StockCheck.Report(2, List.of(), 0, 0));
        assertThat(check(2, true)).isEqualTo(new StockCheck.Report(1, List.of(), 0, 0));
    }

    @Test
    void aNumberThatIsWrongIsAddedUpAnew() {
        mended(p -> p.updateOne(eq("_id", KEY), set("since", new Decimal128(-7))));
    }

    @Test
    void aCountThatIsNotTheNewestIsFound() {
        mended(p -> p.updateOne(eq("_id", KEY), set("counted.q", new Decimal128(99))));
    }

    @Test
    void whatWasSoldIsFoundFromTheLedger() {
        mended(p -> p.updateOne(eq("_id", KEY), set("sold", List.of())));
    }

    @Test
    void aPositionThatIsGoneIsThereAgain() {
        mended(p -> p.deleteOne(eq("_id", KEY)));
    }

    private void mended(Consumer<MongoCollection<Document>> damage) {
        StockPosition before = look();
        damage.accept(hub.get(DocumentStore.class).collection("stockPositions"));

        StockCheck.Report found = check(1, false);
        assertThat(found.differ()).containsExactly(GINZA);
        assertThat(found.agrees()).isFalse();
        StockCheck.Report mended = check(1, true);
        assertThat(mended.mended()).isEqualTo(1);
        assertThat(mended.agrees()).isTrue();
        assertThat(check(1, false)).isEqualTo(new StockCheck.Report(2, List.of(), 0, 0));
        assertThat(onHand()).isEqualTo("6");
        assertThat(look().reports()).isEqualTo(before.reports());
        assertThat(look().sold()).isEqualTo(before.sold());
    }

    private StockCheck.Report check(int every, boolean repair) {
        return hub.get(StockCheck.class).check(every, repair);
    }

    private StockPosition look() {
        return hub.get(Stock.class).look(GINZA, null).position();
    }

    private String onHand() {
        return look().onHand().map(BigDecimal::toPlainString).orElse("unknown");
    }

    private static ObjectNode counted(String source, String location, int onHand, int minute) {
        EventBuilder event =
                anEvent("stock.counted")
                        .from(source)
                        .minute(minute)
                        .with("sku", "A-1")
                        .with("location", location);
        event.data().put("onHand", onHand);
        return event.build();
    }

    private static ObjectNode sale(String order, int quantity) {
        ObjectNode event =
                EventBuilder.anOrder(order, "100").minute(5).in("store").at("ginza").build();
        ((ObjectNode) event.at("/data/lines/0")).put("quantity", quantity);
        return event;
    }
}
