package dev.musubi.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.inventory.Band;
import dev.musubi.recommendation.Blend.Chosen;
import dev.musubi.recommendation.Blend.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlendTest {

    @Test
    void whatTwoLayersNameComesBeforeWhatOneNames() {
        assertThat(skus(blend(List.of(layer(1, "a", "b"), layer(1, "c", "b")), Map.of(), 3)))
                .containsExactly("b", "a", "c");
    }

    @Test
    void theReasonIsThatOfTheLayerThatCountsMost() {
        List<Chosen> chosen = blend(List.of(layer(0.2, "a"), layer(1, "b", "a")), Map.of(), 2);

        assertThat(chosen.getFirst().item().because().group()).isEqualTo("1.0");
    }

    @Test
    void whatIsOutOfStockMakesRoomForTheNext() {
        assertThat(
                        skus(
                                blend(
                                        List.of(layer(1, "a", "b", "c")),
                                        Map.of("a", Band.OUT, "b", Band.IN_STOCK),
                                        2)))
                .containsExactly("b", "c");
    }

    @Test
    void whatNobodyKnowsComesAfterWhatIsThere() {
        assertThat(
                        blend(
                                List.of(layer(1, "a", "b", "c")),
                                Map.of("b", Band.LOW, "c", Band.IN_STOCK),
                                3))
                .extracting(Chosen::band)
                .containsExactly(Band.LOW, Band.IN_STOCK, Band.UNKNOWN);
    }

    @Test
    void whatIsNotAllowedTakesNoRank() {
        List<Layer> layers = List.of(layer(1, "x", "a"), layer(0.99, "b"));

        assertThat(skus(Blend.of(layers, s -> !s.equals("x"), _ -> Map.of(), 2)))
                .containsExactly("a", "b");
    }

    @Property(tries = 100)
    void theAnswerIsTheBestOfWhatMayBeSold(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int limit) {
        Random random = new Random(seed);
        Map<String, Band> bands = new HashMap<>();
        List<Layer> layers = new ArrayList<>();
        for (int l = 0; l < 3; l++) {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String sku = "s" + random.nextInt(400);
                if (!items.contains(sku)) {
                    items.add(sku);
                }
                bands.put(sku, random.nextInt(10) < 9 ? Band.OUT : Band.IN_STOCK);
            }
            layers.add(layer(random.nextDouble(), items.toArray(String[]::new)));
        }

        List<Chosen> all = blend(layers, bands, 1_000);
        List<Chosen> first = blend(layers, bands, limit);

        assertThat(all).extracting(Chosen::band).containsOnly(Band.IN_STOCK);
        assertThat(skus(all)).doesNotHaveDuplicates();
        assertThat(all.stream().map(Chosen::item).toList()).isSortedAccordingTo(Scored.BEST_FIRST);
        assertThat(first).isEqualTo(all.subList(0, Math.min(limit, all.size())));
    }

    private static List<Chosen> blend(List<Layer> layers, Map<String, Band> bands, int limit) {
        return Blend.of(layers, _ -> true, _ -> bands, limit);
    }

    private static List<String> skus(List<Chosen> chosen) {
        return chosen.stream().map(c -> c.item().sku()).toList();
    }

    private static Layer layer(double weight, String... skus) {
        List<Scored> items = new ArrayList<>();
        for (String sku : skus) {
            items.add(new Scored(sku, 1.0 / (items.size() + 1), Because.popular("" + weight)));
        }
        return new Layer(weight, items);
    }
}
