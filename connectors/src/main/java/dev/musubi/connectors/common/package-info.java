/**
 * What every channel shares: a message from outside is checked, kept as it came, translated by a
 * pure function and appended to the log; what cannot be translated becomes a dead letter.
 *
 * <p>Invariants: a message is answered as taken only after it is durable, as events or as a dead
 * letter; no header, query or path from outside steers a route; a repeat changes nothing, because
 * event ids come from the message itself.
 *
 * <p>Enter through {@link dev.musubi.connectors.common.Webhooks} for what is pushed and {@link
 * dev.musubi.connectors.common.ChannelErrors} for how any route fails. May depend on the facades of
 * hub-core: platform, identity, event, deadletter.
 */
@NullMarked
package dev.musubi.connectors.common;

import org.jspecify.annotations.NullMarked;
