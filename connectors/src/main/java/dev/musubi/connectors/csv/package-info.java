/**
 * Rows of delimited files: cut strictly, cleaned up by a mapping's columns, sorted on disk.
 *
 * <p>Invariants: memory does not grow with the file; a broken row costs that row alone and keeps
 * its bytes and line; no value is guessed. Nothing here knows Camel, a store or the clock. Enter
 * through {@link dev.musubi.connectors.csv.CsvRows} and {@link
 * dev.musubi.connectors.csv.MappingFile}. May depend on: platform, identity.
 */
@NullMarked
package dev.musubi.connectors.csv;

import org.jspecify.annotations.NullMarked;
