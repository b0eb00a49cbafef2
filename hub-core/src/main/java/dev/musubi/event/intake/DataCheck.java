package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Checks the {@code data} of the contract's event types. An unknown type is kept without a check;
 * unknown fields of a known type are kept as they are.
 */
final class DataCheck {

    private static final int WORD = 256;
    private static final int TEXT = 10_000;
    private static final int URL = 2_048;

    private DataCheck() {}

    static void check(String type, JsonNode data) {
        Shape d = Shape.of(data, "data");
        switch (type) {
            case "stock.counted", "stock.adjusted" -> GoodsReader.stock(type, data);
            case "product.updated" -> GoodsReader.product(data);
            case "location.updated" -> GoodsReader.location(data);
            case "product.viewed" -> {
                d.text("sku", WORD);
                d.optionalText("session", WORD);
            }
            case "cart.updated" -> {
                for (Shape line : d.objects("lines", Limits.ORDER_LINES)) {
                    line.text("sku", WORD);
                    line.decimal("quantity");
                }
            }
            case "page.viewed" -> {
                d.text("url", URL);
                d.optionalProse("title", TEXT);
                d.optionalText("session", WORD);
                d.optionalText("campaign", WORD);
            }
            case "search.performed" -> {
                d.prose("query", TEXT);
                d.integer("results");
            }
            case "app.opened",
                    "screen.viewed",
                    "activity.recorded",
                    "activity.booked",
                    "activity.attended",
                    "store.visited" -> {
                d.optionalText("name", WORD);
                d.optionalText("session", WORD);
                d.optionalDecimal("amount");
            }
            case "social.followed",
                    "social.unfollowed",
                    "social.messaged",
                    "social.mentioned",
                    "social.commented",
                    "social.shared",
                    "social.reacted",
                    "social.voted",
                    "social.posted" -> {
                d.optionalText("message", WORD);
                d.optionalProse("text", TEXT);
                d.optionalText("link", URL);
                d.optionalText("audience", WORD);
            }
            case "survey.answered" -> {
                d.text("survey", WORD);
                d.oneOf("kind", List.of("nps", "csat", "text"));
                d.optionalMeasure("score");
                d.optionalProse("text", TEXT);
                d.optionalText("orderId", WORD);
                d.optionalText("staff", WORD);
            }
            case "review.posted" -> {
                d.text("sku", WORD);
                d.measure("rating");
                d.optionalProse("text", TEXT);
                d.texts("photos", 50, URL);
            }
            case "support.opened", "support.replied", "support.resolved" -> {
                d.text("case", WORD);
                d.optionalProse("subject", TEXT);
                d.optionalProse("text", TEXT);
            }
            case "live.joined", "live.chatted", "live.left" -> {
                d.text("show", WORD);
                d.optionalProse("text", TEXT);
                d.optionalText("sku", WORD);
            }
            case "content.watched" -> {
                d.text("content", WORD);
                d.optionalMeasure("seconds");
                d.flag("completed");
            }
            case "consent.changed" -> DataReader.consent(data);
            default -> {
                // Orders and mails are read whole, where they are ones; others need no field.
                DataReader.order(type, data);
                if (DataReader.email(type, data).isPresent()) {
                    d.optionalText("campaign", WORD);
                    d.optionalText("message", WORD);
                    d.optionalText("link", URL);
                }
            }
        }
    }
}
