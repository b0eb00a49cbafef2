/**
 * Stock, products and locations as files: each row is an event.
 *
 * <p>Invariants: a row is read by itself and makes the same event wherever the file lies; a file
 * that breaks off gives nothing; memory does not grow with the file. What a number may be is the
 * hub's to judge. Enter through the accounts at {@code musubi.channels.goods}, which is
 * configuration alone. May depend on: csv, files, common, and the facades of hub-core: platform,
 * event, deadletter.
 */
@NullMarked
package dev.musubi.connectors.goods;

import org.jspecify.annotations.NullMarked;
