/**
 * The feed of what became of profiles, for systems that follow them.
 *
 * <p>Invariants: an entry's number is one more than that of the entry before, in the order in which
 * the changes were committed; each change is in the feed once, whichever hub writes it and whenever
 * it dies, because entries and the place in the history that they reach to are written in one
 * transaction; where history is lost, an entry says so. Enter through {@link
 * dev.musubi.feed.Changes}. May depend on: platform, access, profile.
 */
@NullMarked
package dev.musubi.feed;

import org.jspecify.annotations.NullMarked;
