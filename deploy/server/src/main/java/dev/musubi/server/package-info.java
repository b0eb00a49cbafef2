/**
 * The runnable hub: brings up the stores, wires the features, serves.
 *
 * <p>Holds no rule of its own. May depend on: everything.
 */
@NullMarked
package dev.musubi.server;

import org.jspecify.annotations.NullMarked;
