/**
 * Profiles: one a person, and what callers may see of them.
 *
 * <p>Invariants: a profile's id is the birth of its oldest-born node; its document holds its
 * facets, and what callers see is combined from them at reading. Enter through {@link
 * dev.musubi.profile.Profiles}. May depend on: platform, access, identity, event, consent, order,
 * profile.facet.
 */
@NullMarked
package dev.musubi.profile;

import org.jspecify.annotations.NullMarked;
