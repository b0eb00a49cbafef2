package dev.musubi.event;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an event of the family {@code order.*} says of its order.
 *
 * @param orderId the immutable id within its system
 * @param orderSystem the system that numbers the order; absent: the event's source
 * @param numbers printed numbers by which people name it
 * @param version the source's own version of the content, higher is newer
 * @param currency ISO 4217; empty where the type needs none
 * @param returnId names a return, in {@code order.returned}
 * @param returnAmount what was paid back, in {@code order.returned}: the given total, else the sum
 *     of its lines
 * @param incomplete whether lines are known to be missing
 */
public record OrderData(
        String orderId,
        @Nullable String orderSystem,
        List<String> numbers,
        Kind kind,
        @Nullable Long version,
        String currency,
        @Nullable BigDecimal total,
        @Nullable String paymentStatus,
        List<OrderLine> lines,
        @Nullable String returnId,
        @Nullable BigDecimal returnAmount,
        boolean incomplete) {

    public OrderData {
        numbers = List.copyOf(numbers);
        lines = List.copyOf(lines);
    }

    /** A sale, or a credit note, which is an order of its own with negative amounts. */
    public enum Kind {
        SALE,
        CREDIT;

        public static Kind ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }
}
