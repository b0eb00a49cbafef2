package dev.musubi.recommendation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a hub learns from.
 *
 * @param visits how many visits it keeps in memory, the newest; about 1.5 KB each
 * @param orders how many orders; about 2 KB each
 * @param eventsLookedAt among how many of the newest events the visits are looked for at a start
 * @param justBought for how long what a person has bought is not recommended to them again, unless
 *     it is bought again and again
 */
@ConfigurationProperties(prefix = "musubi.recommendation")
record RecommendationProperties(
        @DefaultValue("40000") int visits,
        @DefaultValue("40000") int orders,
        @DefaultValue("1000000") int eventsLookedAt,
        @DefaultValue("90d") Duration justBought) {

    RecommendationProperties {
        positive("visits", visits);
        positive("orders", orders);
        positive("events-looked-at", eventsLookedAt);
        if (justBought.isNegative()) {
            throw new IllegalArgumentException(
                    "musubi.recommendation.just-bought: expected no negative time, got "
                            + justBought);
        }
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "musubi.recommendation." + name + ": expected 1 or more, got " + value);
        }
    }
}
