package dev.musubi.connectors.social;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * LINE's webhooks as events. Pure.
 *
 * <p>An event is named by LINE's own {@code webhookEventId}, which a redelivery repeats; what
 * belongs to the delivery and not to what happened is left out, so that a redelivery says the same.
 * Who blocks the account ({@code unfollow}) also takes back what marketing they may have allowed
 * there. What is of another type than the contract's is kept as {@code line.<type>}.
 *
 * @see <a href="https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects">
 *     Webhook event objects</a>
 */
final class LineTranslator {

    /** Of one delivery, or good for a minute only. */
    private static final List<String> OF_THE_DELIVERY =
            List.of("webhookEventId", "deliveryContext", "replyToken", "mode");

    private static final Pattern NOT_IN_A_TYPE = Pattern.compile("[^a-z0-9._-]");
    private static final int LONGEST_TYPE = 64;
    private static final int LONGEST_ID = 200;

    private LineTranslator() {}

    /**
     * The events of one webhook, in its order. LINE asks with an empty list whether anybody is
     * there.
     *
     * @throws Untranslatable where the body is not a webhook of LINE
     */
    static Translation translate(byte[] body, LineSettings settings) {
        Resource webhook = Resource.parse(body);
        JsonNode events = webhook.node().get("events");
        if (events == null || !events.isArray()) {
            throw new Untranslatable("events: expected a list");
        }
        return Translation.each(events, "events", event -> events(event, settings));
    }

    private static List<ObjectNode> events(Resource event, LineSettings settings) {
        String type = event.requiredText("type");
        return switch (type) {
            case "follow" -> List.of(of(event, "social.followed", settings));
            case "unfollow" -> unfollowed(event, settings);
            case "message" -> List.of(messaged(event, settings));
            case "accountLink" -> List.of(linked(event, settings));
            default -> List.of(unknown(event, type, settings));
        };
    }

    private static List<ObjectNode> unfollowed(Resource event, LineSettings settings) {
        List<ObjectNode> events = new ArrayList<>();
        events.add(of(event, "social.unfollowed", settings));
        user(event)
                .ifPresent(
                        user -> {
                            ObjectNode denied = of(event, "consent.changed", settings);
                            denied.put("id", denied.path("id").asText() + ":consent");
                            denied.putObject("data")
                                    .put("purpose", "marketing")
                                    .put("channel", "line")
                                    .put("contactPoint", user)
                                    .put("decision", "denied")
                                    .put("evidence", "LINE unfollow");
                            events.add(denied);
                        });
        return events;
    }

    private static ObjectNode messaged(Resource event, LineSettings settings) {
        ObjectNode messaged = of(event, "social.messaged", settings);
        ObjectNode data = messaged.putObject("data");
        Resource message = event.object("message").orElseThrow(() -> event.missing("message"));
        message.text("id").ifPresent(id -> data.put("message", Words.line(id, Words.WORD)));
        message.text("type").ifPresent(kind -> data.put("kind", Words.line(kind, Words.WORD)));
        message.text("text").ifPresent(text -> data.put("text", Words.prose(text, Words.PROSE)));
        event.object("source")
                .flatMap(source -> source.text("type"))
                .ifPresent(audience -> data.put("audience", Words.line(audience, Words.WORD)));
        return messaged;
    }

    /** Only a link that LINE says is made, with a nonce that names a customer, identifies one. */
    private static ObjectNode linked(Resource event, LineSettings settings) {
        Resource link = event.object("link").orElseThrow(() -> event.missing("link"));
        boolean made = link.text("result").filter("ok"::equals).isPresent();
        if (!made || settings.nonce() != LineSettings.Nonce.CUSTOMER_ID || user(event).isEmpty()) {
            return unknown(event, "accountLink", settings);
        }
        ObjectNode identified = of(event, "profile.identified", settings);
        identified
                .withArray("identifiers")
                .addObject()
                .put("type", IdentifierType.CUSTOMER_ID.wire())
                .put("namespace", settings.customers())
                .put("value", link.requiredText("nonce"));
        return identified;
    }

    private static ObjectNode unknown(Resource event, String type, LineSettings settings) {
        String plain =
                NOT_IN_A_TYPE
                        .matcher(
                                type.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                                        .toLowerCase(Locale.ROOT))
                        .replaceAll("-");
        String name = "line." + plain;
        ObjectNode kept =
                of(event, name.substring(0, Math.min(LONGEST_TYPE, name.length())), settings);
        kept.set("data", said(event));
        return kept;
    }

    /** An event of this type, named and dated, of the person it is about. */
    private static ObjectNode of(Resource event, String type, LineSettings settings) {
        ObjectNode envelope =
                Json.object()
                        .put("source", settings.source())
                        .put("id", id(event))
                        .put("type", type)
                        .put("time", event.requiredEpoch("timestamp", ChronoUnit.MILLIS).toString())
                        .put("channel", "social")
                        .put("location", "line");
        user(event)
                .ifPresent(
                        user ->
                                envelope.putArray("identifiers")
                                        .addObject()
                                        .put("type", IdentifierType.SOCIAL_ID.wire())
                                        .put("namespace", settings.namespace())
                                        .put("value", user));
        envelope.putObject("data");
        return envelope;
    }

    private static Optional<String> user(Resource event) {
        return event.object("source").flatMap(source -> source.text("userId"));
    }

    /** Older webhooks have no id; what they say names them. */
    private static String id(Resource event) {
        return event.text("webhookEventId")
                .filter(id -> id.length() <= LONGEST_ID)
                .orElseGet(
                        () ->
                                "said:"
                                        + Digests.sha256Hex(
                                                Json.write(said(event))
                                                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static ObjectNode said(Resource event) {
        return ((ObjectNode) event.node().deepCopy()).without(OF_THE_DELIVERY);
    }
}
