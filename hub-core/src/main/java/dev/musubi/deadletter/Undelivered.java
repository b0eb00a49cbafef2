package dev.musubi.deadletter;

import java.util.Map;

/**
 * A message that could not be turned into events, as it came.
 *
 * @param channel the kind of channel system, such as {@code shopify}; its {@link Redelivery} takes
 *     the letter back
 * @param account the configured account it came in by
 * @param place where it was found, for a person to read, such as {@code sales.csv:17 key
 *     ginza|1|123}
 * @param reason why it could not be taken, without anything a person is known by
 * @param original the bytes as they came, at most {@link DeadLetters#MAX_ORIGINAL}
 * @param attributes what else the {@link Redelivery} needs to read them, such as a webhook's topic
 */
public record Undelivered(
        String channel,
        String account,
        String place,
        String reason,
        String mediaType,
        byte[] original,
        Map<String, String> attributes) {

    public Undelivered {
        attributes = Map.copyOf(attributes);
    }
}
