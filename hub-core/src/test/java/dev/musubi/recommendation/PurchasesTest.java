package dev.musubi.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.recommendation.Because.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PurchasesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final Purchases purchases = new Purchases(1_000);

    @Test
    void whatSellsNowIsMorePopularThanWhatSoldMoreLongAgo() {
        for (int i = 0; i < 5; i++) {
            purchases.put(bought("old-" + i, 60, "fan"));
        }
        purchases.put(bought("new", 1, "heater"));

        assertThat(top(Popularity.EVERYWHERE)).containsExactly("heater", "fan");
    }

    @Test
    void eachPlaceAndChannelHasItsOwnPopularity() {
        purchases.put(bought("a", 1, "tea"));
        purchases.put(new Purchase("b", 1, "e", NOW, "web", "shop", null, List.of("pot")));

        assertThat(top(Popularity.location("ginza"))).containsExactly("tea");
        assertThat(top(Popularity.channel("web"))).containsExactly("pot");
        assertThat(top(Popularity.location("nowhere"))).isEmpty();
    }

    @Test
    void aChangedOrderReplacesWhatItWasAndAnOlderStateOfItChangesNothing() {
        purchases.put(bought("a", 1, 2, "hanako", "pot", "cup"));
        purchases.put(bought("a", 1, 1, "hanako", "tea", "cup"));
        assertThat(top(Popularity.EVERYWHERE)).containsExactly("cup", "pot");

        purchases.put(bought("a", 1, 3, "hanako"));

        assertThat(top(Popularity.EVERYWHERE, 1)).isEmpty();
        assertThat(purchases.together().size()).isZero();
    }

    @Test
    void oldDataKeepAnOrder() {
        purchases.put(bought("a", 3_000, "tea"));
        purchases.put(bought("b", 3_001, "pot"));

        assertThat(top(Popularity.EVERYWHERE)).containsExactly("tea", "pot");
    }

    @Test
    void whatEnoughPeopleBuyAgainIsRepeatable() {
        for (int i = 0; i < 5; i++) {
            purchases.put(bought("first-" + i, 9, 1, "p-" + i, "milk", "lamp"));
            assertThat(purchases.repeatable("milk")).isFalse();
            purchases.put(bought("second-" + i, 2, 1, "p-" + i, "milk"));
        }

        assertThat(purchases.repeatable("milk")).isTrue();
        assertThat(purchases.repeatable("lamp")).isFalse();
    }

    @Test
    void theOldestOrdersLeaveWhenThereAreTooMany() {
        Purchases few = new Purchases(2);
        few.put(bought("a", 3, "tea", "x"));
        few.put(bought("b", 1, "pot", "y"));
        few.put(bought("c", 2, "cup", "z"));

        assertThat(few.size()).isEqualTo(2);
        assertThat(few.popularity().top(Popularity.EVERYWHERE, NOW, 10))
                .extracting(Scored::sku)
                .containsExactly("pot", "y", "cup", "z");
        assertThat(few.together().size()).isEqualTo(2);
    }

    @Property(tries = 100)
    void theSequenceInWhichOrdersComeDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<Purchase> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(
                    bought(
                            "o-" + random.nextInt(20),
                            random.nextInt(40),
                            random.nextInt(1_000_000),
                            "p-" + random.nextInt(4),
                            "s-" + random.nextInt(6),
                            "s-" + random.nextInt(6)));
        }
        Purchases one = new Purchases(1_000);
        all.forEach(one::put);
        Purchases other = new Purchases(1_000);
        Collections.shuffle(all, random);
        all.forEach(other::put);
        all.forEach(other::put);

        assertThat(other.popularity().top(Popularity.location("ginza"), NOW, 10))
                .isEqualTo(one.popularity().top(Popularity.location("ginza"), NOW, 10));
        for (int i = 0; i < 6; i++) {
            assertThat(other.repeatable("s-" + i)).isEqualTo(one.repeatable("s-" + i));
        }
        assertThat(other.together().size()).isEqualTo(one.together().size());
    }

    @Test
    void aPersonsOwnItemsComeByHowOftenAndHowLately() {
        List<Purchase> own =
                List.of(
                        bought("a", 300, "tent"),
                        bought("b", 20, "milk"),
                        bought("c", 5, "milk"),
                        bought("d", 6, "rice"));

        List<Scored> items = Frequency.of(own, NOW, 10);

        assertThat(items).extracting(Scored::sku).containsExactly("milk", "rice", "tent");
        assertThat(items.getFirst().because())
                .isEqualTo(new Because(Kind.BOUGHT_BEFORE, "milk", "till|c", null, null));
        assertThat(Frequency.seeds(own, 3))
                .extracting(Seed::sku)
                .containsExactly("tent", "rice", "milk");
    }

    @Test
    void whatWasJustBoughtIsWhatNobodyBuysAgain() {
        List<Purchase> own =
                List.of(
                        bought("a", 30, "lamp"),
                        bought("b", 10, "milk", "rice", "desk"),
                        bought("c", 5, "milk"));

        assertThat(Frequency.justBought(own, NOW.minus(Duration.ofDays(20)), "rice"::equals))
                .containsExactly("desk");
    }

    private List<String> top(String group) {
        return top(group, 0);
    }

    private List<String> top(String group, int secondsLater) {
        return purchases.popularity().top(group, NOW.plusSeconds(secondsLater), 10).stream()
                .map(Scored::sku)
                .toList();
    }

    private static Purchase bought(String order, int daysAgo, String... skus) {
        return bought(order, daysAgo, 1, null, skus);
    }

    private static Purchase bought(
            String order, int daysAgo, long sequence, @Nullable String owner, String... skus) {
        return new Purchase(
                order,
                sequence,
                "till|" + order,
                NOW.minus(Duration.ofDays(daysAgo)),
                "store",
                "ginza",
                owner,
                List.of(skus));
    }
}
