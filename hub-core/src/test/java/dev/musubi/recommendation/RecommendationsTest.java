package dev.musubi.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.inventory.Band;
import dev.musubi.order.Orders;
import dev.musubi.recommendation.Catalogue.Product;
import dev.musubi.testing.TestHub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the catalogue and the stock say of an answer. */
class RecommendationsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private static TestHub hub;

    @BeforeAll
    static void open() {
        hub = TestHub.start();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void whatIsOutOfStockOrNoLongerSoldIsNotRecommended() {
        List<String> asked = new ArrayList<>();
        Recommendations recommendations =
                recommendations(
                        _ -> Map.of("old", product(false), "tea", product(true)),
                        (_, location, channel) -> {
                            asked.add(location + "/" + channel);
                            return Map.of("gone", Band.OUT, "old", Band.IN_STOCK, "tea", Band.LOW);
                        });

        Recommendation answer = recommendations.recommend(ask("ginza", "store"), null);

        assertThat(answer.items().stream().map(i -> i.item().sku() + " " + i.band()))
                .containsExactly("tea LOW", "pot UNKNOWN");
        assertThat(asked).contains("ginza/store");
        assertThat(answer.known()).containsKey("tea");
        assertThat(answer.personal()).isFalse();
        assertThat(answer.withheld()).isNull();
    }

    private static Recommendations recommendations(Catalogue catalogue, Shelf shelf) {
        Model model = new Model(10, 10);
        int number = 0;
        for (String sku : List.of("gone", "old", "pot", "tea")) {
            model.bought(
                    new Purchase(
                            "o-" + number++, 1, null, NOW, "store", "ginza", null, List.of(sku)));
        }
        return new Recommendations(
                () -> model,
                hub.get(Orders.class),
                catalogue,
                shelf,
                new RecommendationProperties(10, 10, 10, Duration.ofDays(90)),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Product product(boolean sold) {
        return new Product(Map.of("ja", "お茶"), "1100", "JPY", null, sold);
    }

    private static Ask ask(String location, String channel) {
        return new Ask(
                Placement.HOME, List.of(), null, null, List.of(), Set.of(), channel, location, 10);
    }
}
