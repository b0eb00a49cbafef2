package dev.musubi.recommendation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A person's own purchases: how often and how lately they bought each item. Computed anew from the
 * orders at each question, so that a merge, a return or an erasure acts at once. Pure.
 */
final class Frequency {

    /** After this time a purchase counts half. */
    private static final Duration HALF_LIFE = Duration.ofDays(90);

    private Frequency() {}

    /**
     * What the person buys, best first: the sum over their orders of a weight that halves with age.
     *
     * @param purchases in any order
     */
    static List<Scored> of(List<Purchase> purchases, Instant now, int limit) {
        Map<String, Scored> items = new HashMap<>();
        for (Purchase purchase : newestFirst(purchases)) {
            double weight = weight(purchase.at(), now);
            for (String sku : purchase.skus()) {
                items.merge(
                        sku,
                        new Scored(sku, weight, Because.boughtBefore(sku, purchase.event())),
                        (newest, older) ->
                                new Scored(sku, newest.score() + older.score(), newest.because()));
            }
        }
        return Scored.best(items.values().stream(), limit);
    }

    /** The items of the newest purchases, oldest first: what to look for company to. */
    static List<Seed> seeds(List<Purchase> purchases, int limit) {
        List<Seed> seeds = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Purchase purchase : newestFirst(purchases)) {
            for (String sku : purchase.skus()) {
                if (seeds.size() < limit && seen.add(sku)) {
                    seeds.add(new Seed(sku, purchase.event(), purchase.order()));
                }
            }
        }
        return seeds.reversed();
    }

    /**
     * What was bought since then and is not bought again and again: neither by this person, in at
     * least two orders, nor by enough others.
     */
    static Set<String> justBought(
            List<Purchase> purchases, Instant since, Predicate<String> repeatable) {
        Set<String> once = new HashSet<>();
        Set<String> again = new HashSet<>();
        purchases.forEach(p -> p.skus().stream().filter(s -> !once.add(s)).forEach(again::add));
        return purchases.stream()
                .filter(p -> p.at().isAfter(since))
                .flatMap(p -> p.skus().stream())
                .filter(sku -> !again.contains(sku) && !repeatable.test(sku))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<Purchase> newestFirst(List<Purchase> purchases) {
        return purchases.stream()
                .sorted(
                        Comparator.comparing(Purchase::at)
                                .thenComparing(Purchase::order)
                                .reversed())
                .toList();
    }

    private static double weight(Instant at, Instant now) {
        double age = Math.max(0, Duration.between(at, now).toMillis());
        return Math.pow(2, -age / HALF_LIFE.toMillis());
    }
}
