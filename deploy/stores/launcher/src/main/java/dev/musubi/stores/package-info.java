/**
 * The document store and the search index as child processes of the hub, for machines that offer
 * none: a real mongod and a real Elasticsearch node, kept alive and stopped with the hub.
 *
 * <p>Invariants: one hub a data folder; a child never outlives its hub for long, and what it
 * acknowledged is on the disk. The children listen on the loopback address only and ask for no
 * password. Enter through {@link dev.musubi.stores.Stores}, tests through {@link
 * dev.musubi.stores.SharedStores}. Depends on no other package of Musubi.
 */
@NullMarked
package dev.musubi.stores;

import org.jspecify.annotations.NullMarked;
