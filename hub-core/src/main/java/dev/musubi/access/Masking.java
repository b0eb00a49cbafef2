package dev.musubi.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import java.util.Map;
import java.util.Set;

/**
 * What callers without {@link Scope#PROFILES_SENSITIVE} see: enough to compare with what a customer
 * says, too little to write to them. Pure.
 */
public final class Masking {

    /** Fields of an event's content whose values name nobody, whatever the type of event. */
    private static final Set<String> PLAIN =
            Set.of(
                    "orderId",
                    "orderSystem",
                    "kind",
                    "version",
                    "currency",
                    "total",
                    "paymentStatus",
                    "returnId",
                    "incomplete",
                    "coupon",
                    "sku",
                    "product",
                    "quantity",
                    "unitPrice",
                    "amount",
                    "discount",
                    "tax",
                    "location",
                    "onHand",
                    "delta",
                    "sequence",
                    "status",
                    "session",
                    "campaign",
                    "results",
                    "bounce",
                    "purpose",
                    "channel",
                    "decision",
                    "validUntil",
                    "survey",
                    "score",
                    "rating",
                    "case",
                    "show",
                    "content",
                    "seconds",
                    "completed");

    /** Fields that hold more of the same. */
    private static final Set<String> NESTED = Set.of("lines", "numbers", "categories", "price");

    private Masking() {}

    /** The first character and the domain: {@code h***@example.jp}. */
    public static String email(String address) {
        int at = address.lastIndexOf('@');
        return at < 1
                ? "***"
                : address.substring(0, address.offsetByCodePoints(0, 1))
                        + "***"
                        + address.substring(at);
    }

    /** The last four characters: {@code ***5678}; nothing of what is shorter than eight. */
    public static String tail(String value) {
        return value.length() < 8 ? "***" : "***" + value.substring(value.length() - 4);
    }

    /** Nothing but that there is something. */
    public static String all() {
        return "***";
    }

    /**
     * What an event carries, without free text, addresses, links and everything that the contract
     * does not name: a source may put a person's data there.
     */
    public static ObjectNode content(JsonNode content) {
        ObjectNode shown = Json.object();
        for (Map.Entry<String, JsonNode> field : content.properties()) {
            JsonNode value = field.getValue();
            if (PLAIN.contains(field.getKey()) && value.isValueNode()) {
                shown.set(field.getKey(), value);
            } else if (NESTED.contains(field.getKey())) {
                shown.set(field.getKey(), nested(value));
            }
        }
        return shown;
    }

    private static JsonNode nested(JsonNode value) {
        if (value.isObject()) {
            return content(value);
        }
        ArrayNode shown = Json.mapper().createArrayNode();
        for (JsonNode item : value) {
            if (!item.isArray()) {
                shown.add(item.isObject() ? content(item) : item);
            }
        }
        return shown;
    }
}
