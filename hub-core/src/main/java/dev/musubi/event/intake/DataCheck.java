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
            case "order.placed",
                    "order.updated",
                    "order.cancelled",
                    "order.shipped",
                    "order.ready",
                    "order.collected",
                    "order.delivered",
                    "order.returned" ->
                    DataReader.order(type, data);
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
                money(d, "price");
            }
            case "location.updated" -> {
                d.text("location", WORD);
                d.optionalText("kind", 64);
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
                d.optionalText("title", TEXT);
                d.optionalText("session", WORD);
                d.optionalText("campaign", WORD);
            }
            case "search.performed" -> {
                d.text("query", TEXT);
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
            case "email.sent",
                    "email.delivered",
                    "email.opened",
                    "email.clicked",
                    "email.bounced",
                    "email.complained",
                    "email.unsubscribed" -> {
                d.optionalText("campaign", WORD);
                d.optionalText("message", WORD);
                d.optionalText("link", URL);
                DataReader.email(type, data);
            }
            case "survey.answered" -> {
                d.text("survey", WORD);
                d.oneOf("kind", List.of("nps", "csat", "text"));
                d.optionalDecimal("score");
            }
            case "review.posted" -> {
                d.text("sku", WORD);
                d.decimal("rating");
            }
            case "support.opened", "support.replied", "support.resolved" -> d.text("case", WORD);
            case "live.joined", "live.chatted", "live.left" -> d.text("show", WORD);
            case "content.watched" -> {
                d.text("content", WORD);
                d.optionalDecimal("seconds");
                d.flag("completed");
            }
            case "consent.changed" -> DataReader.consent(data);
            default -> {
                // Types of the families social.* and profile.* need no field; unknown ones are
                // kept.
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
            price.text("currency", 3);
            price.decimal("amount");
        }
    }

    private static void coordinate(Shape d, String field, int limit) {
        var value = d.optionalDecimal(field);
        if (value != null && value.abs().intValue() > limit) {
            throw Invalid.of(d.name(field), "expected degrees between -" + limit + " and " + limit);
        }
    }
}
