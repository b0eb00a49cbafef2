/**
 * Finds people by what a clerk types: names in any script, parts of an address or a number.
 *
 * <p>Invariants: the index is a projection and never the truth; a document of an older version
 * never replaces a newer one; what is compared is made here, by the same functions when a profile
 * is indexed and when a query is read. Enter through {@link dev.musubi.search.Search}. May depend
 * on: platform, access, identity, order, profile.
 */
@NullMarked
package dev.musubi.search;

import org.jspecify.annotations.NullMarked;
