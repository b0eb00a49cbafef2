package dev.musubi.inventory;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How stock is judged.
 *
 * @param maxAge how old a count may be before nothing is known any more
 * @param maxAgeOf the same for the counts of a source of its own
 * @param low as many or fewer are few
 * @param sure with less confidence than this, what is there counts as few
 * @param safety how many are kept back from a channel
 */
@ConfigurationProperties("musubi.stock")
record StockProperties(
        @DefaultValue("48h") Duration maxAge,
        @DefaultValue Map<String, Duration> maxAgeOf,
        @DefaultValue("3") BigDecimal low,
        @DefaultValue("0.8") double sure,
        @DefaultValue Map<String, BigDecimal> safety) {

    StockProperties {
        maxAgeOf = Map.copyOf(maxAgeOf);
        safety = Map.copyOf(safety);
        require(maxAge.isPositive(), "max-age", "a time longer than none");
        require(
                maxAgeOf.values().stream().allMatch(Duration::isPositive),
                "max-age-of",
                "times longer than none");
        require(low.signum() >= 0, "low", "a number that is not negative");
        require(sure >= 0 && sure <= 1, "sure", "a number from 0 to 1");
        require(
                safety.values().stream().allMatch(s -> s.signum() >= 0),
                "safety",
                "numbers that are not negative");
    }

    private static void require(boolean right, String name, String expected) {
        if (!right) {
            throw new IllegalArgumentException("musubi.stock." + name + ": expected " + expected);
        }
    }

    Duration maxAge(String source) {
        return maxAgeOf.getOrDefault(source, maxAge);
    }
}
