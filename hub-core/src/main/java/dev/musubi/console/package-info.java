/**
 * The pages that people in the shop work with, below {@code /console}.
 *
 * <p>Invariants: a page knows no more than a caller of the contract with the scopes of its reader's
 * role, because it asks the same calls; whatever comes from outside is shown as text; nothing is
 * changed but by a form with a token. May depend on: platform, access, event and identity (cursors
 * and types), catalog (names of products and places), inventory (how fresh counts are), search and
 * people (how far they are), quality (events by day), the contract, and below it account and audit.
 */
@NullMarked
package dev.musubi.console;

import org.jspecify.annotations.NullMarked;
