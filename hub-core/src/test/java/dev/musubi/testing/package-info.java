/** Fixtures that tests of all modules share: a hub on real stores, events with good defaults. */
@NullMarked
package dev.musubi.testing;

import org.jspecify.annotations.NullMarked;
