/**
 * A program that runs one Elasticsearch node from Maven Central's jars, with the analysis that a
 * production cluster gets from analysis-common, analysis-kuromoji and analysis-icu.
 *
 * <p>Invariants: the node listens on the loopback address; the names of filters and tokenizers are
 * the official ones, so that an index made here can be made there. Started by {@code
 * dev.musubi.stores}, which never loads its classes. Depends on no other package of Musubi.
 */
@NullMarked
package dev.musubi.stores.node;

import org.jspecify.annotations.NullMarked;
