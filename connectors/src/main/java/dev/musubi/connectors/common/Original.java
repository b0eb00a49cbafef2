package dev.musubi.connectors.common;

import dev.musubi.deadletter.Undelivered;

/**
 * A message as it came, able to become a dead letter. A route that names {@link ChannelErrors}
 * starts with such a body, or splits into such bodies.
 */
public interface Original {

    /**
     * @param reason why it cannot be taken, without anything a person is known by
     */
    Undelivered undelivered(String reason);
}
