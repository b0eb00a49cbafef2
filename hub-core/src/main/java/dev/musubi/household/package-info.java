/**
 * People who share an address, a phone or a mail without being one person.
 *
 * <p>Invariants: a household joins nobody and moves nothing; what is shared is kept by the
 * identifiers that came with it, so that merges and splits of people need not touch it; what too
 * many people share is nobody's household. Enter through {@link dev.musubi.household.Households}.
 * May depend on: platform, access, identity, profile.
 */
@NullMarked
package dev.musubi.household;

import org.jspecify.annotations.NullMarked;
