/**
 * Mail that the shop sends: what its mail services tell of it becomes events. SendGrid so far.
 *
 * <p>Invariants: nothing is believed that is not signed, or was signed too long ago; an unsubscribe
 * or a complaint counts for the address at once, whoever it belongs to, and whatever is wrong with
 * the rest of its message.
 *
 * <p>Enter through the configuration {@code musubi.channels.sendgrid}. May depend on:
 * connectors.common and the facades of hub-core: platform, identity, event, deadletter.
 */
@NullMarked
package dev.musubi.connectors.email;

import org.jspecify.annotations.NullMarked;
