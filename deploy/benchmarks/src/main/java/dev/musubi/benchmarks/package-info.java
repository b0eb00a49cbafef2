/**
 * Loads a running hub from outside and measures it, with the limits of the machine beside it. Knows
 * the hub's HTTP contract and nothing of its code, so that it measures what a caller would see.
 */
@NullMarked
package dev.musubi.benchmarks;

import org.jspecify.annotations.NullMarked;
