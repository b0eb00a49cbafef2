/**
 * What a person has allowed, for which purpose, on which channel, and which contact points nobody
 * may write to.
 *
 * <p>Invariants: a decision is never changed, only followed by a later one; at the same instant a
 * denial wins; silence means no. Enter through {@link dev.musubi.consent.Permissions} and {@link
 * dev.musubi.consent.Suppressions}. May depend on: platform.
 */
@NullMarked
package dev.musubi.consent;

import org.jspecify.annotations.NullMarked;
