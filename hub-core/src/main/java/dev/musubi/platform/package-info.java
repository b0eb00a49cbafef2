/**
 * What every feature stands on: the connection to MongoDB, JSON, ids, and the kinds of failure.
 *
 * <p>Invariants: knows no feature. May depend on: nothing of ours.
 */
@NullMarked
package dev.musubi.platform;

import org.jspecify.annotations.NullMarked;
