/**
 * How many of a SKU are in a location, how sure that is, and what it comes from.
 *
 * <p>The hub is not the system of record for stock: it merges what tills, shops and warehouses
 * report. A position is the newest count, by (time of observation, sequence), and all movements
 * after it; a count contains every movement up to its time, in whatever order both arrive. The
 * ledger holds each count and movement once.
 *
 * <p>Invariants: one ledger entry a line of a cause; a position is what its entries come to; what
 * nobody counted, or counted too long ago, is unknown. Enter through {@link
 * dev.musubi.inventory.Stock}. May depend on: platform, access, event, order, catalog.
 */
@NullMarked
package dev.musubi.inventory;

import org.jspecify.annotations.NullMarked;
