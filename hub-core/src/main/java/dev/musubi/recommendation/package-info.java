/**
 * What somebody will want next, and why: four simple layers, each exact and explainable, blended.
 *
 * <p>Invariants: every item says which event, item or group it comes from; what is in the basket,
 * looked at, or known to be out of stock is never recommended; without a grant of {@code profiling}
 * nothing personal goes in. Enter through {@link dev.musubi.recommendation.Recommendations}. May
 * depend on: platform, access, identity, event, order, consent, profile, catalog, inventory.
 */
@NullMarked
package dev.musubi.recommendation;

import org.jspecify.annotations.NullMarked;
