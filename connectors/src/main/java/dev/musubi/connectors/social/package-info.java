/**
 * Social channels: what people do with the shop's accounts there becomes events. LINE so far.
 *
 * <p>Invariants: who stops following is not written to any more; an event of a type nobody knows is
 * kept; a customer and an account of the network are one person only where the operator says that
 * the link proves it.
 *
 * <p>Enter through the configuration {@code musubi.channels.line}. May depend on: connectors.common
 * and the facades of hub-core: platform, identity, event, deadletter.
 */
@NullMarked
package dev.musubi.connectors.social;

import org.jspecify.annotations.NullMarked;
