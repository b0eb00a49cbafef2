package dev.musubi.connectors.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Digests;
import dev.musubi.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Events of rows as text: what they weigh, and the hash that names their content. Pure. */
public final class EventText {
    private static final int MOST_BYTES = 256 * 1_024;

    private EventText() {}

    /** 128 bits of the SHA-256 of an event as it is now, in hexadecimal. */
    public static String hash(ObjectNode event) {
        return HexFormat.of().formatHex(Digests.sha256(Json.write(event)), 0, 16);
    }

    /** The event, unless it is larger than the event log takes. */
    public static ObjectNode checked(ObjectNode event) {
        var bytes = Json.write(event).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new UnreadableValue(
                    "an event of " + bytes + " bytes, at most " + MOST_BYTES + " are taken");
        }
        return event;
    }
}
