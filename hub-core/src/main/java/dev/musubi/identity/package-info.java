/**
 * Who is who: identifiers, how they are normalised to nodes, which node an event is at home in, and
 * which nodes are one person.
 *
 * <p>Invariants: this package alone writes node strings; a home is computed once, at append, and
 * never again; a version of the rules is one content for ever. Enter through {@link
 * dev.musubi.identity.Nodes}. May depend on: platform.
 */
@NullMarked
package dev.musubi.identity;

import org.jspecify.annotations.NullMarked;
