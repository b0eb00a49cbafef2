package dev.musubi.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

public record OrderLine(
        String sku,
        BigDecimal quantity,
        @Nullable BigDecimal unitPrice,
        @Nullable BigDecimal amount,
        Kind kind,
        @Nullable BigDecimal discount,
        @Nullable BigDecimal tax) {
    public enum Kind {
        PRODUCT,
        CHARGE,
        ADJUSTMENT;

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public static Kind ofWire(String wire) {
            return valueOf(wire.toUpperCase(java.util.Locale.ROOT));
        }
    }
}
