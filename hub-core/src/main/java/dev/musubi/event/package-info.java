/**
 * The event log: what happened, durable before it is acknowledged, each event once.
 *
 * <p>Invariants: an event's body, home and nodes never change after the append; its states move
 * from received to applied or dead. Enter through {@link dev.musubi.event.EventLog}. May depend on:
 * platform, access, identity.
 */
@NullMarked
package dev.musubi.event;

import org.jspecify.annotations.NullMarked;
