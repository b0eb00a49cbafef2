/**
 * Goods out of delimited files: each row of a stock file is a count or an adjustment, each row of a
 * master a product or a location.
 *
 * <p>Beside receipts ({@code pos}) and not in it: there the rows of a receipt are gathered into one
 * event and the version of the whole decides; here a row is an event of its own and its time
 * decides, so mapping, reader and ids share nothing but {@code csv}.
 *
 * <p>Invariants: the same rows under any file name give the same events; of rows about one thing at
 * one time the later holds; a file that breaks off gives nothing; memory does not grow with the
 * file; a row that cannot be read is given back as it came, with its line and its reason. Nothing
 * here knows Camel, a store or the clock. Enter through {@link
 * dev.musubi.connectors.goods.GoodsRows}. May depend on: csv, platform.
 */
@NullMarked
package dev.musubi.connectors.goods;

import org.jspecify.annotations.NullMarked;
