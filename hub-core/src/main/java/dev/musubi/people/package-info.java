/**
 * The people consumer: takes received events, decides whose they are, folds them into facets and
 * orders, in one transaction a batch.
 *
 * <p>Invariants: a batch moves exactly its events from received to applied or nothing at all; pure
 * functions run before the first write; who decides on a profile writes it (the touch rule). A slot
 * avoids conflicts and is never a condition of correctness. Enter through {@link
 * dev.musubi.people.PeopleConsumer} and {@link dev.musubi.people.Rebuild}. May depend on: platform,
 * identity, event, consent, order, profile.
 */
@NullMarked
package dev.musubi.people;

import org.jspecify.annotations.NullMarked;
