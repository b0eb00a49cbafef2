package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Digests;
import dev.musubi.platform.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/** How an event of a shop is written, and how it is named. */
final class ShopEvent {

    private ShopEvent() {}

    /** An envelope without id, identifiers, traits and data. */
    static ObjectNode of(
            ShopifyShop shop, String type, OffsetDateTime time, String channel, String location) {
        return of(shop.source(), type, time, channel, location);
    }

    /** An envelope without id, identifiers, traits and data. */
    static ObjectNode of(
            String source, String type, OffsetDateTime time, String channel, String location) {
        return Json.object()
                .put("source", source)
                .put("type", type)
                .put("time", text(time))
                .put("channel", channel)
                .put("location", location);
    }

    /** Names an event after the whole message: each message of its own content is one event. */
    static ObjectNode named(ObjectNode event, String topic, String resourceId, byte[] body) {
        return event.put("id", topic + ":" + resourceId + ":" + Digests.sha256Hex(body));
    }

    /**
     * Names an event after what it says, so that one fact is one event, whichever message brings it
     * and however often: the same words have the same id, other words another.
     */
    static ObjectNode named(ObjectNode event, String fact, String resourceId) {
        byte[] said = Json.write(event).getBytes(StandardCharsets.UTF_8);
        return event.put("id", fact + ":" + resourceId + ":" + Digests.sha256Hex(said));
    }

    /** An exact decimal as the contract writes it: plain, without zeros that say nothing. */
    static String text(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    static String text(OffsetDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }
}
