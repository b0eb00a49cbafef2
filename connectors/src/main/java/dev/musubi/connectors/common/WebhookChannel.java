package dev.musubi.connectors.common;

import java.util.Optional;
import java.util.Set;

/** A kind of channel system that pushes signed messages to {@code /hooks/{channel}/{account}}. */
public interface WebhookChannel {

    /** The name in the path, in metrics and in dead letters, such as {@code shopify}. */
    String name();

    /** The headers a message may bring, in lower case; all others are dropped. */
    Set<String> headers();

    Optional<WebhookAccount> account(String name);
}
