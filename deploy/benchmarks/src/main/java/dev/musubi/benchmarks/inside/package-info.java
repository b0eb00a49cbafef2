/**
 * Measures parts of the hub in this process, without its door: the event log, the fold and the
 * search document. Everything else in the benchmarks knows the contract alone.
 */
@NullMarked
package dev.musubi.benchmarks.inside;

import org.jspecify.annotations.NullMarked;
