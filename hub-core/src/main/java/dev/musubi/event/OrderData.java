package dev.musubi.event;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    public enum Kind {
        SALE,
        CREDIT
    }
}
