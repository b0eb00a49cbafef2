/**
 * The algebra of profiles: a facet folds the events of one node, in any order to the same bytes; a
 * person is what their facets combine to.
 *
 * <p>Invariants: pure; a closed list of commutative parts, no floating point, no clock. Enter
 * through {@link dev.musubi.profile.facet.Facet} and {@link dev.musubi.profile.facet.Combined}. May
 * depend on: consent, identity, order.
 */
@NullMarked
package dev.musubi.profile.facet;

import org.jspecify.annotations.NullMarked;
