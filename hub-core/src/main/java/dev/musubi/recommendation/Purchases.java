package dev.musubi.recommendation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The newest orders, each as its highest sequence says, and what they come to: popularity, what is
 * bought together, and what people buy again. Popularity and repeats are a function of the orders
 * kept, whatever came when and how often. Not thread safe.
 */
final class Purchases {

    /** How many different people must have bought an item twice, and as a share of its buyers. */
    private static final int ENOUGH_PEOPLE = 5;

    private static final double ENOUGH_OF_THEM = 0.1;

    private static final Comparator<Purchase> OLDEST_FIRST =
            Comparator.comparing(Purchase::at).thenComparing(Purchase::order);

    private record Buyer(String owner, String sku) {}

    private static final class Item {
        int buyers;
        int repeaters;
    }

    private final int most;
    private final Map<String, Purchase> byOrder = new HashMap<>();
    private final TreeSet<Purchase> oldestFirst = new TreeSet<>(OLDEST_FIRST);
    private final Popularity popularity = new Popularity();
    private final Sessions together;
    private final Map<Buyer, Integer> times = new HashMap<>();
    private final Map<String, Item> items = new HashMap<>();

    /**
     * @param most how many orders are kept, the newest
     */
    Purchases(int most) {
        this.most = most;
        this.together = new Sessions(Sessions.Bounds.ofOrders(most));
    }

    Popularity popularity() {
        return popularity;
    }

    /** Orders as sessions: what was bought in one. */
    Sessions together() {
        return together;
    }

    int size() {
        return byOrder.size();
    }

    /** Takes an order in, in place of what was known of it; an older sequence changes nothing. */
    void put(Purchase purchase) {
        Purchase known = byOrder.get(purchase.order());
        if (known != null && known.sequence() >= purchase.sequence()) {
            return;
        }
        if (known != null) {
            forget(known);
        }
        byOrder.put(purchase.order(), purchase);
        oldestFirst.add(purchase);
        popularity.count(purchase, 1);
        purchase.skus().forEach(sku -> bought(purchase, sku, 1));
        if (purchase.skus().size() > 1) {
            for (String sku : purchase.skus()) {
                together.add(purchase.order(), List.of(), sku, purchase.at(), purchase.event());
            }
        }
        if (byOrder.size() > most) {
            forget(oldestFirst.first());
        }
    }

    private void forget(Purchase purchase) {
        byOrder.remove(purchase.order());
        oldestFirst.remove(purchase);
        popularity.count(purchase, -1);
        together.remove(purchase.order());
        purchase.skus().forEach(sku -> bought(purchase, sku, -1));
    }

    private void bought(Purchase purchase, String sku, int by) {
        if (purchase.owner() == null) {
            return;
        }
        Buyer buyer = new Buyer(purchase.owner(), sku);
        int before = times.getOrDefault(buyer, 0);
        int after = before + by;
        if (after == 0) {
            times.remove(buyer);
        } else {
            times.put(buyer, after);
        }
        Item item = items.computeIfAbsent(sku, _ -> new Item());
        item.buyers += (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        item.repeaters += (after > 1 ? 1 : 0) - (before > 1 ? 1 : 0);
        if (item.buyers == 0) {
            items.remove(sku);
        }
    }

    /** Whether it is the kind of thing that people buy again and again. */
    boolean repeatable(String sku) {
        Item item = items.get(sku);
        return item != null
                && item.repeaters >= ENOUGH_PEOPLE
                && item.repeaters >= ENOUGH_OF_THEM * item.buyers;
    }
}
