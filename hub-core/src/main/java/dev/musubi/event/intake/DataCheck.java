package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
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
            case "stock.counted" -> {
                position(d);
                d.decimal("onHand");
                d.integer("sequence");
            }
            case "stock.adjusted" -> {
                position(d);
                d.decimal("delta");
                d.text("reason", WORD);
            }
            case "product.updated" -> {
                d.text("sku", WORD);
                d.optionalText("product", WORD);
                d.texts("categories", 50, WORD);
                d.optionalText("status", 64);
                names(d);
                d.optionalText("barcode", 64);
                d.optionalText("image", URL);
                money(d, "price");
            }
            case "location.updated" -> {
                d.text("location", WORD);
                d.optionalText("kind", 64);
                d.optionalText("name", WORD);
                d.optionalText("kana", WORD);
                d.optionalText("postcode", 64);
                d.optionalText("brand", WORD);
                d.optionalText("timezone", 64);
                coordinate(d, "latitude", 90);
                coordinate(d, "longitude", 180);
            }
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

    private static void position(Shape d) {
        d.text("sku", WORD);
        d.text("location", WORD);
    }

    private static void money(Shape d, String field) {
        if (d.has(field)) {
            Shape price = Shape.of(d.object().get(field), d.name(field));
            DataReader.currency(price);
            price.decimal("amount");
        }
    }

    private static void coordinate(Shape d, String field, int limit) {
        if (d.optionalMeasure(field)
                .filter(degrees -> degrees.abs().compareTo(BigDecimal.valueOf(limit)) > 0)
                .isPresent()) {
            throw Invalid.of(d.name(field), "expected degrees between -" + limit + " and " + limit);
        }
    }

    private static void names(Shape d) {
        if (d.has("name")) {
            Shape names = Shape.of(d.object().get("name"), d.name("name"));
            names.object().fieldNames().forEachRemaining(language -> names.text(language, WORD));
        }
    }
}
