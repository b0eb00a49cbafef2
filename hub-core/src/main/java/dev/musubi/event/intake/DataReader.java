package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.ConsentData;
import dev.musubi.event.EmailData;
import dev.musubi.event.OrderData;
import dev.musubi.event.OrderLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the typed {@code data} of those events that the hub itself understands. Pure. */
public final class DataReader {

    private static final Set<String> ORDER_CONTENT =
            Set.of("order.placed", "order.updated", "order.returned");
    private static final Set<String> ORDER_STEPS =
            Set.of(
                    "order.cancelled",
                    "order.shipped",
                    "order.ready",
                    "order.collected",
                    "order.delivered");
    private static final Set<String> EMAIL =
            Set.of(
                    "email.sent",
                    "email.delivered",
                    "email.opened",
                    "email.clicked",
                    "email.bounced",
                    "email.complained",
                    "email.unsubscribed");
    private static final Set<String> CURRENCIES =
            Currency.getAvailableCurrencies().stream()
                    .map(Currency::getCurrencyCode)
                    .collect(Collectors.toUnmodifiableSet());
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final List<String> LINE_KINDS = List.of("product", "charge", "adjustment");

    private DataReader() {}

    /** What an order event says; nothing for other types, those that are not known yet too. */
    public static Optional<OrderData> order(String type, JsonNode data) {
        boolean content = ORDER_CONTENT.contains(type);
        if (!content && !ORDER_STEPS.contains(type)) {
            return Optional.empty();
        }
        Shape order = Shape.of(data, "data");
        String orderId = order.text("orderId", 256);
        // A step says nothing of what was ordered: whatever else it carries is kept unread.
        List<OrderLine> lines = content ? lines(order) : List.of();
        BigDecimal total = content ? order.optionalDecimal("total") : null;
        return Optional.of(
                new OrderData(
                        orderId,
                        system(order),
                        order.texts("numbers", 20, 128),
                        order.oneOf("kind", List.of("sale", "credit"))
                                .map(OrderData.Kind::ofWire)
                                .orElse(OrderData.Kind.SALE),
                        order.integer("version").orElse(null),
                        content ? currency(order) : "",
                        total,
                        order.optionalText("paymentStatus", 64).orElse(null),
                        lines,
                        order.optionalText("returnId", 256).orElse(null),
                        type.equals("order.returned") ? returned(total, lines) : null,
                        order.flag("incomplete")));
    }

    /** The field {@code currency}: a code of ISO 4217. */
    static String currency(Shape priced) {
        String code = priced.text("currency", 64);
        if (!CURRENCIES.contains(code)) {
            throw Invalid.of(
                    priced.name("currency"),
                    "expected a currency of ISO 4217 such as JPY, came other text");
        }
        return code;
    }

    private static @Nullable String system(Shape order) {
        return order.has("orderSystem")
                ? order.matching("orderSystem", EventReader.NAME, EventReader.NAME_IN_WORDS)
                : null;
    }

    private static BigDecimal returned(@Nullable BigDecimal total, List<OrderLine> lines) {
        if (total != null) {
            return total;
        }
        return lines.stream().map(DataReader::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal amount(OrderLine line) {
        if (line.amount() != null) {
            return line.amount();
        }
        return line.unitPrice() == null
                ? BigDecimal.ZERO
                : line.unitPrice().multiply(line.quantity());
    }

    private static List<OrderLine> lines(Shape order) {
        List<OrderLine> lines = new ArrayList<>();
        for (Shape line : order.objects("lines", Limits.ORDER_LINES)) {
            lines.add(
                    new OrderLine(
                            line.text("sku", 256),
                            line.decimal("quantity"),
                            line.optionalDecimal("unitPrice"),
                            line.optionalDecimal("amount"),
                            line.oneOf("kind", LINE_KINDS)
                                    .map(OrderLine.Kind::ofWire)
                                    .orElse(OrderLine.Kind.PRODUCT),
                            line.optionalDecimal("discount"),
                            line.optionalDecimal("tax")));
        }
        return lines;
    }

    /** What a change of consent says. */
    public static ConsentData consent(JsonNode data) {
        Shape consent = Shape.of(data, "data");
        String decision =
                consent.oneOf("decision", List.of("granted", "denied"))
                        .orElseThrow(
                                () ->
                                        Invalid.of(
                                                "data.decision",
                                                "expected granted or denied, came nothing"));
        return new ConsentData(
                consent.matching("purpose", EventReader.NAME, EventReader.NAME_IN_WORDS),
                consent.matching("channel", EventReader.NAME, EventReader.NAME_IN_WORDS),
                consent.optionalText("contactPoint", 320).orElse(null),
                decision.equals("granted"),
                consent.optionalTime("validUntil", EARLIEST, LATEST).orElse(null));
    }

    /**
     * What a mail event says: {@code bounce} soft or hard, else as the reason's words tell. Nothing
     * for other types.
     */
    public static Optional<EmailData> email(String type, JsonNode data) {
        if (!EMAIL.contains(type)) {
            return Optional.empty();
        }
        Shape email = Shape.of(data, "data");
        Optional<String> bounce = email.oneOf("bounce", List.of("hard", "soft"));
        String reason = email.optionalProse("reason", 1_000).orElse("").toLowerCase(Locale.ROOT);
        boolean soft = bounce.map("soft"::equals).orElse(reason.startsWith("soft"));
        return Optional.of(new EmailData(type, !soft));
    }
}
