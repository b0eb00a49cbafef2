/**
 * The torture of a hub: writers of every kind, readers and a clerk at work while processes die and
 * connections break, and a model of what must be left, which shares no code with the hub.
 *
 * <p>{@link dev.musubi.e2e.torture.Torture} is a run; writers tell {@link
 * dev.musubi.e2e.torture.Model} what was acknowledged, and {@link dev.musubi.e2e.torture.Audit}
 * compares.
 */
@NullMarked
package dev.musubi.e2e.torture;

import org.jspecify.annotations.NullMarked;
