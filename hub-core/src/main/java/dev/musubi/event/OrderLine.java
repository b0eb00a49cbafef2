package dev.musubi.event;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of an order. Money is exact, in the order's currency, at most 6 decimals.
 *
 * @param amount what the line comes to; where it is given it wins over quantity times unit price
 */
public record OrderLine(
        String sku,
        BigDecimal quantity,
        @Nullable BigDecimal unitPrice,
        @Nullable BigDecimal amount,
        Kind kind,
        @Nullable BigDecimal discount,
        @Nullable BigDecimal tax) {

    /** What a line is. Only products move stock and popularity; all count as revenue. */
    public enum Kind {
        PRODUCT,
        /** Such as postage. */
        CHARGE,
        /** Such as a discount on the whole order. */
        ADJUSTMENT;

        private final String wire = name().toLowerCase(Locale.ROOT);

        public String wire() {
            return wire;
        }

        public static Kind ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }
}
