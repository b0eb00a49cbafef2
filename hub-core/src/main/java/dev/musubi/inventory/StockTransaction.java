package dev.musubi.inventory;

import dev.musubi.catalog.Catalog;
import dev.musubi.catalog.Mentions;
import dev.musubi.catalog.Product;
import dev.musubi.event.EventData;
import dev.musubi.event.StockFeed;
import dev.musubi.order.OrderFeed;
import dev.musubi.platform.Transaction;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One batch in one transaction: read, fold, write. */
final class StockTransaction {

    private static final Instant BEFORE_ALL = Instant.parse("1800-01-01T00:00:00Z");

    private final StockFeed events;
    private final OrderFeed orders;
    private final Catalog catalog;
    private final StockStore store;
    private final Clock clock;

    StockTransaction(
            StockFeed events, OrderFeed orders, Catalog catalog, StockStore store, Clock clock) {
        this.events = events;
        this.orders = orders;
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
    }

    /** Some of the batch had been applied before: another worker was there. */
    static final class AppliedElsewhere extends RuntimeException {}

    /**
     * @return what the batch mentioned, to be remembered once it is committed
     */
    Mentions goods(Transaction transaction, List<Catalog.Word> batch) {
        List<String> keys = batch.stream().map(w -> w.stored().key()).toList();
        if (events.applied(transaction, keys) != keys.size()) {
            throw new AppliedElsewhere();
        }
        catalog.apply(transaction, batch)
                .forEach((alias, sku) -> together(transaction, alias, sku));
        List<Entry> entries = new ArrayList<>();
        for (Catalog.Word word : batch) {
            EventData.stock(word.event())
                    .ifPresent(
                            data ->
                                    entries.add(
                                            Movements.of(
                                                    word.stored(), word.event().source(), data)));
        }
        List<Entry> named = named(transaction, entries);
        whole(transaction, named);
        return book(transaction, named, Map.of());
    }

    /**
     * @return what the batch mentioned, to be remembered once it is committed
     */
    Mentions orders(Transaction transaction, List<OrderFeed.Moved> batch) {
        List<String> ids = batch.stream().map(OrderFeed.Moved::id).toList();
        if (orders.applied(transaction, ids) != ids.size()) {
            throw new AppliedElsewhere();
        }
        List<Entry> entries = batch.stream().flatMap(m -> Movements.of(m).stream()).toList();
        return book(transaction, named(transaction, entries), ordered(transaction, batch));
    }

    /** What is ordered is mentioned, also where it is not known which stock it leaves. */
    private Map<String, String> ordered(Transaction transaction, List<OrderFeed.Moved> batch) {
        Map<String, String> sources = new HashMap<>();
        batch.forEach(m -> Movements.skus(m).forEach(sources::putIfAbsent));
        Map<String, String> ordered = new HashMap<>();
        catalog.skus(transaction, sources.keySet())
                .forEach((name, sku) -> ordered.putIfAbsent(sku, sources.getOrDefault(name, "")));
        return ordered;
    }

    /** Under the SKUs of the catalogue, where a source has names of its own. */
    private List<Entry> named(Transaction transaction, List<Entry> entries) {
        Set<String> names = new HashSet<>();
        entries.forEach(e -> names.add(e.spot().sku()));
        Map<String, String> skus = catalog.skus(transaction, names);
        return entries.stream()
                .map(
                        e ->
                                e.of(
                                        new Spot(
                                                e.spot().location(),
                                                skus.getOrDefault(e.spot().sku(), e.spot().sku()))))
                .toList();
    }

    /** Half a piece is a mistake of its source, or the catalogue does not know the unit. */
    private void whole(Transaction transaction, List<Entry> entries) {
        Set<String> parted = new TreeSet<>();
        for (Entry entry : entries) {
            if (entry.quantity().stripTrailingZeros().scale() > 0) {
                parted.add(entry.spot().sku());
            }
        }
        if (parted.isEmpty()) {
            return;
        }
        Map<String, Product> products = catalog.products(transaction, parted);
        for (String sku : parted) {
            Product product = products.get(sku);
            if (product == null || product.byPiece()) {
                throw new IllegalStateException(
                        "a part of a piece was reported: correct the quantity, or give the product"
                                + " a unit such as kg and replay");
            }
        }
    }

    private Mentions book(
            Transaction transaction, List<Entry> entries, Map<String, String> ordered) {
        SortedMap<Spot, List<Entry>> bySpot = new TreeMap<>();
        Map<String, String> skus = new HashMap<>(ordered);
        Map<String, String> locations = new HashMap<>();
        for (Entry entry : entries) {
            bySpot.computeIfAbsent(entry.spot(), _ -> new ArrayList<>()).add(entry);
            String source = Objects.requireNonNullElse(entry.source(), "");
            skus.putIfAbsent(entry.spot().sku(), source);
            locations.putIfAbsent(entry.spot().location(), source);
        }
        Mentions mentions = new Mentions(skus, locations);
        catalog.mention(transaction, mentions);
        if (!bySpot.isEmpty()) {
            store.write(transaction, folded(transaction, bySpot), entries, clock.instant());
        }
        return mentions;
    }

    private Collection<StockPosition> folded(
            Transaction transaction, SortedMap<Spot, List<Entry>> bySpot) {
        Map<Spot, StockPosition> known = store.find(transaction, bySpot.keySet());
        Map<Spot, Instant> recounted = new HashMap<>();
        bySpot.forEach(
                (spot, entries) -> {
                    StockPosition before = known.getOrDefault(spot, StockPosition.unknown(spot));
                    Count newest = before.newest(entries);
                    if (newest != null && !newest.equals(before.counted())) {
                        recounted.put(spot, newest.at());
                    }
                });
        Map<Spot, BigDecimal> sums =
                recounted.isEmpty() ? Map.of() : store.sums(transaction, recounted);
        List<StockPosition> folded = new ArrayList<>();
        bySpot.forEach(
                (spot, entries) ->
                        folded.add(
                                known.getOrDefault(spot, StockPosition.unknown(spot))
                                        .with(entries, sums.getOrDefault(spot, BigDecimal.ZERO))));
        return folded;
    }

    /** What was reported under another name is of this SKU. */
    private void together(Transaction transaction, String alias, String sku) {
        List<StockPosition> reported = store.ofSku(transaction, alias);
        if (reported.isEmpty()) {
            return;
        }
        Map<Spot, StockPosition> own = new HashMap<>();
        List<Spot> spots = reported.stream().map(p -> new Spot(p.spot().location(), sku)).toList();
        own.putAll(store.find(transaction, spots));
        store.rename(transaction, alias, sku);
        List<StockPosition> joined = new ArrayList<>();
        for (StockPosition position : reported) {
            Spot spot = new Spot(position.spot().location(), sku);
            StockPosition before = own.getOrDefault(spot, StockPosition.unknown(spot));
            Count newest = StockPosition.newer(before.counted(), position.counted());
            Instant after = newest == null ? BEFORE_ALL : newest.at();
            BigDecimal sum =
                    store.sums(transaction, Map.of(spot, after))
                            .getOrDefault(spot, BigDecimal.ZERO);
            joined.add(before.together(position, sum));
        }
        store.write(transaction, joined, List.of(), clock.instant());
    }

    /** To be called after the commit. */
    void committed(Mentions mentions, List<String> events) {
        catalog.mentioned(mentions);
        this.events.committed(events);
    }
}
