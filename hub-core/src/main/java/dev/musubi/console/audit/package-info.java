/**
 * Who looked at whom in the console, and when.
 *
 * <p>Invariants: a person is shown only after the look is written; a look is never changed. Enter
 * through {@link dev.musubi.console.audit.Looks}. May depend on: platform.
 */
@NullMarked
package dev.musubi.console.audit;

import org.jspecify.annotations.NullMarked;
