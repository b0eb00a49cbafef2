/**
 * How good what each source sends is: whose its events are, how late, what it mentions that nobody
 * knows, what of it is dead.
 *
 * <p>Invariants: an event is counted once, whichever hub counts and whenever it dies, because the
 * sums and the place in the log that they reach to are written in one transaction; counting never
 * delays an append. Enter through {@link dev.musubi.quality.SourceQuality}. May depend on:
 * platform, access, event, identity, catalog, deadletter.
 */
@NullMarked
package dev.musubi.quality;

import org.jspecify.annotations.NullMarked;
