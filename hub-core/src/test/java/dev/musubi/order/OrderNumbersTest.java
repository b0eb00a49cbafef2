package dev.musubi.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.platform.DocumentStore;
import dev.musubi.stores.SharedStores;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class OrderNumbersTest {

    @Test
    void eachOwnerHasTheNumbersOfTheirNewestOrdersHoweverManyOthersHave() {
        try (DocumentStore store =
                DocumentStore.connect(SharedStores.mongodbUri(), SharedStores.database())) {
            OrderStore orders = new OrderStore(store);
            orders.prepare();
            for (int i = 0; i < 5; i++) {
                order(store, "busy", i);
            }
            order(store, "quiet", 0);

            assertThat(orders.numbers(List.of("busy", "quiet", "none"), 2))
                    .containsEntry("busy", List.of("busy-4", "#4", "busy-3", "#3"))
                    .containsEntry("quiet", List.of("quiet-0", "#0"))
                    .containsEntry("none", List.of());
        }
    }

    private static void order(DocumentStore store, String owner, int day) {
        String id = owner + "-" + day;
        store.collection("orders")
                .insertOne(
                        new Document("_id", id)
                                .append("owner", new Document("n", owner))
                                .append(
                                        OrderCodec.ORDERED_AT,
                                        Date.from(Instant.EPOCH.plusSeconds(86_400L * day)))
                                .append(OrderCodec.LOOK_UP, List.of(id, "#" + day)));
    }
}
