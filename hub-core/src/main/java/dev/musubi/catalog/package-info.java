/**
 * What is sold, and where: products by SKU, and places.
 *
 * <p>Invariants: what each source said last is kept beside what the others said, and the view is a
 * pure function of these parts; what is only mentioned, by an order or a count, is there as a stub
 * that says so. Enter through {@link dev.musubi.catalog.Catalog}. May depend on: platform, access,
 * event, order.
 */
@NullMarked
package dev.musubi.catalog;

import org.jspecify.annotations.NullMarked;
