package dev.musubi.connectors.common;

import dev.musubi.deadletter.Undelivered;
import java.util.Map;
import java.util.Optional;

/**
 * One pushed message.
 *
 * @param headers those on the channel's allow-list, by lower-case name; nothing else from outside
 *     is carried along
 * @param mediaType as sent, or {@code application/octet-stream}; believed by nobody
 * @param body exactly the bytes that came
 */
public record Webhook(
        String channel, String account, Map<String, String> headers, String mediaType, byte[] body)
        implements Original {

    public Webhook {
        headers = Map.copyOf(headers);
    }

    /** The value of an allowed header, by its lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public Undelivered undelivered(String reason) {
        return new Undelivered(channel, account, "webhook", reason, mediaType, body, headers);
    }

    static Webhook of(Undelivered letter) {
        return new Webhook(
                letter.channel(),
                letter.account(),
                letter.attributes(),
                letter.mediaType(),
                letter.original());
    }
}
