/**
 * What could not be taken in, kept as it came: a webhook that verifies and means nothing to us, a
 * row of a till file that does not fit. Each can be looked at, and replayed after a fix.
 *
 * <p>Invariants: a dead letter is durable before its sender is told that the message was taken; the
 * same original from the same place is one letter, however often it comes; a letter is {@code
 * replayed} only when nothing of it was rejected, and then never again. Events that died while
 * being applied are not stored here: they join the list through {@link
 * dev.musubi.deadletter.DeadLetterSource}.
 *
 * <p>Enter through {@link dev.musubi.deadletter.DeadLetters}. May depend on: platform, access,
 * event.
 */
@NullMarked
package dev.musubi.deadletter;

import org.jspecify.annotations.NullMarked;
