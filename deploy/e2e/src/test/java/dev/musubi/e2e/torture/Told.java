package dev.musubi.e2e.torture;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as its writer means it.
 *
 * @param sign names it among all that the hub shows: {@code source|id}, or, where the hub makes the
 *     id, what is known of it beforehand
 * @param person whom it names; absent: nobody
 * @param at when it happened
 */
record Told(String sign, @Nullable Integer person, Instant at, Word word) {

    /** What it says. */
    sealed interface Word {}

    /** That somebody did something which changes no more than their count. */
    record Seen() implements Word {}

    /**
     * What was ordered.
     *
     * @param order {@code system|id}
     * @param goods pieces by SKU
     */
    record Content(
            String order,
            String source,
            long version,
            BigDecimal total,
            boolean credit,
            @Nullable String location,
            Map<String, Integer> goods)
            implements Word {}

    record Cancelled(String order) implements Word {}

    record Returned(
            String order,
            String returnId,
            BigDecimal amount,
            @Nullable String location,
            Map<String, Integer> goods)
            implements Word {}

    /**
     * A decision about marketing.
     *
     * @param point an address, or {@code *}
     */
    record Decided(String channel, String point, boolean granted) implements Word {}

    /** That no more mails are wanted. */
    record Unsubscribed() implements Word {}

    record Counted(Spot spot, int quantity, long sequence) implements Word {}

    record Adjusted(Spot spot, int delta) implements Word {}

    /** Where something lies. */
    record Spot(String location, String sku) {}
}
