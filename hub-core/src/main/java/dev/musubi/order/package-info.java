/**
 * Orders: one entity an order, whatever channels tell of it and in whatever order, counted once.
 *
 * <p>Invariants: content comes from placed and updated events only, the newest by (version,
 * effective time, event key); what an order counts is a pure function of its document, so that sums
 * change by the difference of old and new. Enter through {@link dev.musubi.order.Orders}. May
 * depend on: platform, access, identity, event.
 */
@NullMarked
package dev.musubi.order;

import org.jspecify.annotations.NullMarked;
