package dev.musubi.inventory;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a SKU in a location. Pure.
 *
 * @param available how many can be sold; absent where it is unknown
 * @param confidence that at least one is still there, 0 to 1; absent where it is unknown
 * @param observedAt when it was last counted; absent where it never was
 */
public record Availability(
        Spot spot,
        Band band,
        @Nullable BigDecimal available,
        @Nullable Double confidence,
        @Nullable Instant observedAt) {

    private static final int SHORTEST_LOOK = 7;

    /** So many standard deviations above what is expected nothing is left to sum up. */
    private static final int FAR = 12;

    static Availability unknown(Spot spot) {
        return new Availability(spot, Band.UNKNOWN, null, null, null);
    }

    /**
     * @param channel that asks; absent: nothing is kept back
     */
    static Availability of(
            StockPosition position, @Nullable String channel, StockProperties rules, Instant now) {
        Count counted = position.counted();
        if (counted == null) {
            return unknown(position.spot());
        }
        Duration age = Duration.between(counted.at(), now);
        if (age.compareTo(rules.maxAge(counted.source())) > 0) {
            return new Availability(position.spot(), Band.UNKNOWN, null, null, counted.at());
        }
        BigDecimal safety =
                channel == null
                        ? BigDecimal.ZERO
                        : rules.safety().getOrDefault(channel, BigDecimal.ZERO);
        BigDecimal available =
                counted.quantity().add(position.since()).subtract(safety).max(BigDecimal.ZERO);
        double confidence = confidence(available, demand(position, now), age);
        return new Availability(
                position.spot(),
                band(available, confidence, rules),
                available,
                confidence,
                counted.at());
    }

    private static Band band(BigDecimal available, double confidence, StockProperties rules) {
        if (available.signum() <= 0) {
            return Band.OUT;
        }
        return available.compareTo(rules.low()) <= 0 || confidence < rules.sure()
                ? Band.LOW
                : Band.IN_STOCK;
    }

    /** How many are sold a day, over the days that are remembered, seven at least. */
    static double demand(StockPosition position, Instant now) {
        if (position.sold().isEmpty()) {
            return 0;
        }
        long today = StockPosition.day(now);
        long first = Math.max(position.sold().firstKey(), today - StockPosition.DAYS + 1);
        BigDecimal sold =
                position.sold().tailMap(first).values().stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return Math.max(0, sold.doubleValue()) / Math.max(SHORTEST_LOOK, today - first + 1);
    }

    /**
     * That fewer are asked for in that time than there are, asked for as a Poisson process: what
     * the till sells is taken off at once, but not every hand in a shop goes through a till.
     */
    static double confidence(BigDecimal available, double demandADay, Duration age) {
        double expected = demandADay * Math.max(0, age.toSeconds()) / 86_400;
        double whole = available.setScale(0, RoundingMode.CEILING).doubleValue();
        if (whole > expected + FAR * Math.sqrt(expected) + FAR) {
            return 1;
        }
        double sum = 0;
        double logTerm = -expected;
        for (int k = 0; k < whole; k++) {
            sum += Math.exp(logTerm);
            logTerm += Math.log(expected) - Math.log(k + 1.0);
        }
        return Math.min(1, sum);
    }
}
