package dev.musubi.order;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Exact amounts as the contract writes them: plain digits, no trailing zeros behind the point. */
public final class Amounts {

    private Amounts() {}

    public static String text(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    /** By currency. */
    public static Map<String, String> text(SortedMap<String, BigDecimal> amounts) {
        Map<String, String> texts = new TreeMap<>();
        amounts.forEach((currency, amount) -> texts.put(currency, text(amount)));
        return texts;
    }
}
