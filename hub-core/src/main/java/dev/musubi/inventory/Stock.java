package dev.musubi.inventory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be had where, and why. Thread safe. */
public final class Stock {

    private static final Duration OLD = Duration.ofDays(1);

    /** Positions of a place that its freshness is told by, at most. */
    private static final int LOOKED_AT = 5_000;

    private final StockStore store;
    private final StockProperties rules;
    private final Clock clock;

    Stock(StockStore store, StockProperties rules, Clock clock) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * What is known of these SKUs wherever anything is, in no order.
     *
     * @param channel that asks; absent: nothing is kept back
     */
    public List<Availability> of(Collection<String> skus, @Nullable String channel) {
        Instant now = clock.instant();
        return store.ofSkus(skus).stream()
                .map(p -> Availability.of(p, channel, rules, now))
                .toList();
    }

    /**
     * How well each SKU can be had; those that nothing is known of are left out.
     *
     * @param location absent: in the best place
     * @param channel that asks; absent: nothing is kept back
     */
    public Map<String, Band> bands(
            Collection<String> skus, @Nullable String location, @Nullable String channel) {
        Instant now = clock.instant();
        List<StockPosition> positions =
                location == null ? store.ofSkus(skus) : store.at(location, skus);
        Map<String, Band> bands = new HashMap<>();
        for (StockPosition position : positions) {
            Band band = Availability.of(position, channel, rules, now).band();
            bands.merge(position.spot().sku(), band, (a, b) -> a.compareTo(b) <= 0 ? a : b);
        }
        return bands;
    }

    /** A position, and what it comes to. */
    public record Looked(StockPosition position, Availability availability) {}

    /** A position, unknown where nothing was ever booked. */
    public Looked look(Spot spot, @Nullable String channel) {
        StockPosition position =
                store.at(spot.location(), List.of(spot.sku())).stream()
                        .findFirst()
                        .orElse(StockPosition.unknown(spot));
        return new Looked(position, Availability.of(position, channel, rules, clock.instant()));
    }

    /** How fresh the counts at a place are. */
    public Freshness freshness(String location) {
        return store.freshness(location, clock.instant().minus(OLD), LOOKED_AT);
    }

    /** What a position comes from, newest first, at most {@code limit}. */
    public List<Entry> entries(Spot spot, int limit) {
        return store.entries(spot, limit);
    }
}
