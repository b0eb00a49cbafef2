package dev.musubi.connectors.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.connectors.common.Translation;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.connectors.common.Words;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Digests;
import dev.musubi.platform.Json;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * SendGrid's event webhook as events, named by {@code sg_event_id}. Pure.
 *
 * <p>A bounce is hard unless SendGrid calls it {@code blocked} or {@code expired}. What SendGrid
 * drops because the address bounced before or is none, is a hard bounce; what it drops because the
 * person once unsubscribed is not another unsubscribe: they may have allowed it again since.
 *
 * @see <a href="https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event">Event
 *     Webhook Reference</a>
 */
final class SendGridTranslator {

    private static final Set<String> SOFT = Set.of("blocked", "expired");
    private static final Set<String> BAD_ADDRESS = Set.of("bounced address", "invalid");
    private static final Pattern NOT_IN_A_TYPE = Pattern.compile("[^a-z0-9.-]");
    private static final int LONGEST_TYPE = 64;
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_REASON = 1_000;

    private SendGridTranslator() {}

    /**
     * The events of one webhook, in its order.
     *
     * @throws Untranslatable where the body is not a list
     */
    static Translation translate(byte[] body, SendGridSettings settings) {
        JsonNode events = Resource.json(body);
        if (!events.isArray()) {
            throw new Untranslatable("expected a list of events");
        }
        return Translation.each(events, "", event -> List.of(event(event, settings)));
    }

    private static ObjectNode event(Resource event, SendGridSettings settings) {
        String name = event.requiredText("event");
        String type = type(name, event);
        ObjectNode envelope =
                Json.object()
                        .put("source", settings.source())
                        .put("id", id(event))
                        .put("type", type)
                        .put(
                                "time",
                                event.requiredEpoch("timestamp", ChronoUnit.SECONDS).toString())
                        .put("channel", "email")
                        .put("location", "sendgrid");
        ArrayNode identifiers = Json.mapper().createArrayNode();
        event.text("email")
                .ifPresent(
                        email ->
                                identifiers
                                        .addObject()
                                        .put("type", IdentifierType.EMAIL.wire())
                                        .put("value", email)
                                        .put("verified", settings.verified()));
        event.text(IdentifierType.CLICK_TOKEN.wire())
                .ifPresent(
                        token ->
                                identifiers
                                        .addObject()
                                        .put("type", IdentifierType.CLICK_TOKEN.wire())
                                        .put("value", token));
        if (!identifiers.isEmpty()) {
            envelope.set("identifiers", identifiers);
        }
        envelope.set("data", data(event, name, type));
        return envelope;
    }

    private static String type(String name, Resource event) {
        return switch (name) {
            case "processed" -> "email.sent";
            case "delivered" -> "email.delivered";
            case "open" -> "email.opened";
            case "click" -> "email.clicked";
            case "bounce" -> "email.bounced";
            case "dropped" -> badAddress(event) ? "email.bounced" : "email.dropped";
            case "spamreport" -> "email.complained";
            case "unsubscribe", "group_unsubscribe" -> "email.unsubscribed";
            default -> unknown(name);
        };
    }

    private static ObjectNode data(Resource event, String name, String type) {
        ObjectNode data = Json.object();
        put(data, "message", event.text("sg_message_id").map(id -> id.split("\\.", 2)[0]));
        put(data, "campaign", campaign(event));
        event.text("url").ifPresent(link -> data.put("link", Words.line(link, Words.URL)));
        event.text("reason").ifPresent(why -> data.put("reason", Words.prose(why, LONGEST_REASON)));
        if (type.equals("email.bounced")) {
            boolean soft =
                    name.equals("bounce") && event.text("type").filter(SOFT::contains).isPresent();
            data.put("bounce", soft ? "soft" : "hard");
        }
        if (event.hasValue("asm_group_id")) {
            data.set("group", event.node().get("asm_group_id"));
        }
        if (event.node().path("sg_machine_open").asBoolean(false)) {
            data.put("machine", true);
        }
        return data;
    }

    private static boolean badAddress(Resource dropped) {
        return dropped.text("reason")
                .map(why -> why.toLowerCase(Locale.ROOT))
                .filter(BAD_ADDRESS::contains)
                .isPresent();
    }

    /** The single send's name, else its category, which may be one or several. */
    private static Optional<String> campaign(Resource event) {
        if (event.hasValue("singlesend_name")) {
            return event.text("singlesend_name");
        }
        JsonNode category = event.node().path("category");
        return Optional.of(category.isArray() ? category.path(0) : category)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    private static String unknown(String name) {
        String plain = NOT_IN_A_TYPE.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        return Words.cut("sendgrid." + plain, LONGEST_TYPE);
    }

    private static String id(Resource event) {
        return event.text("sg_event_id")
                .filter(id -> id.length() <= LONGEST_ID)
                .orElseGet(
                        () ->
                                "said:"
                                        + Digests.sha256Hex(
                                                Json.write(event.node())
                                                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static void put(ObjectNode data, String field, Optional<String> value) {
        value.filter(text -> !text.isBlank())
                .ifPresent(text -> data.put(field, Words.line(text, Words.WORD)));
    }
}
