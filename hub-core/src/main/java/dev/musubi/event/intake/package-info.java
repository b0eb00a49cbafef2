/**
 * Reads what comes from outside: bytes to envelopes, envelopes to events, within limits, with a
 * clear answer for everything else.
 *
 * <p>Invariants: pure; no input makes it throw anything but a refusal; nothing is rounded, and no
 * number is expanded. Enter through {@link dev.musubi.event.intake.BodyReader} and {@link
 * dev.musubi.event.intake.EventReader}. May depend on: platform, identity, event.
 */
@NullMarked
package dev.musubi.event.intake;

import org.jspecify.annotations.NullMarked;
