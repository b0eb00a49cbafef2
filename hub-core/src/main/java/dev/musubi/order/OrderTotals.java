package dev.musubi.order;

import java.math.BigDecimal;
import java.util.SortedMap;

/** What the uncancelled orders of a source come to, by currency. */
public record OrderTotals(SortedMap<String, Currency> byCurrency) {

    /** Orders of one currency, all of them and by whether a person is known to have ordered. */
    public record Currency(Sum all, Sum withPerson, Sum withoutPerson) {}

    /**
     * @param revenue exact sum of sales, credits and returns
     */
    public record Sum(long orders, long sales, long credits, BigDecimal revenue) {
        public static final Sum NONE = new Sum(0, 0, 0, BigDecimal.ZERO);

        Sum plus(Sum other) {
            return new Sum(
                    orders + other.orders,
                    sales + other.sales,
                    credits + other.credits,
                    revenue.add(other.revenue));
        }
    }
}
