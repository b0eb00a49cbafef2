package dev.musubi.order;

import org.jspecify.annotations.Nullable;

/**
 * What an event changed about an order, as stock, recommendations and figures consume it.
 *
 * @param before the order as it was; absent where it was unknown
 */
public record OrderChange(@Nullable Order before, Order after) {}
