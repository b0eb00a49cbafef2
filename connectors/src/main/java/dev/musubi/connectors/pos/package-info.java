/**
 * Receipts and orders out of delimited files: a mapping says what the columns are, rows become one
 * event a receipt.
 *
 * <p>Invariants: the same rows in any order, under any file name, give the same events; memory does
 * not grow with the file; a row that cannot be read is given back as it came, with its line and its
 * reason. Nothing here knows Camel, a store or the clock. Enter through {@link
 * dev.musubi.connectors.pos.Receipts}. May depend on: csv, platform, identity.
 */
@NullMarked
package dev.musubi.connectors.pos;

import org.jspecify.annotations.NullMarked;
