package dev.musubi.order;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What orders amount to: how many sales and credit notes, and the exact revenue by currency. An
 * abelian group: tallies are added and taken away in any order.
 */
public record Tally(long sales, long credits, SortedMap<String, BigDecimal> revenue) {

    public static final Tally NONE = new Tally(0, 0, new TreeMap<>());

    /**
     * Amounts are kept without trailing zeros and zeros are left out, so that equal sums are equal.
     */
    public Tally {
        SortedMap<String, BigDecimal> normal = new TreeMap<>();
        revenue.forEach(
                (currency, amount) -> {
                    if (amount.signum() != 0) {
                        normal.put(currency, amount.stripTrailingZeros());
                    }
                });
        revenue = Collections.unmodifiableSortedMap(normal);
    }

    public Tally plus(Tally other) {
        SortedMap<String, BigDecimal> sum = new TreeMap<>(revenue);
        other.revenue.forEach((currency, amount) -> sum.merge(currency, amount, BigDecimal::add));
        return new Tally(sales + other.sales, credits + other.credits, sum);
    }

    public Tally negated() {
        SortedMap<String, BigDecimal> negative = new TreeMap<>();
        revenue.forEach((currency, amount) -> negative.put(currency, amount.negate()));
        return new Tally(-sales, -credits, negative);
    }

    public boolean isNone() {
        return sales == 0 && credits == 0 && revenue.isEmpty();
    }
}
