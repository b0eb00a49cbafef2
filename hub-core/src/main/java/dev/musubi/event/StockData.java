package dev.musubi.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What an event of the family {@code stock.*} says of a position: a SKU in a location. */
public sealed interface StockData {

    /** As the source names it, which may be another name of a SKU of the catalogue. */
    String sku();

    String location();

    /** The number that the source gives: a count, or a difference. */
    BigDecimal quantity();

    /**
     * How many there are, all that happened up to the event's time contained.
     *
     * @param sequence the source's own order of its counts of one time
     */
    record Counted(String sku, String location, BigDecimal quantity, @Nullable Long sequence)
            implements StockData {}

    /**
     * How many more or fewer there are.
     *
     * @param reason such as {@code damaged} or {@code delivery}
     */
    record Adjusted(String sku, String location, BigDecimal quantity, String reason)
            implements StockData {}
}
