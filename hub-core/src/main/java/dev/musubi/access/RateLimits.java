package dev.musubi.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.Refusals;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** So many requests a second for each key, on this hub. Thread safe. */
final class RateLimits {

    private final long perSecond;
    private final Counter refused;
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterAccess(Duration.ofMinutes(10))
                    .build();

    RateLimits(long perSecond, MeterRegistry registry) {
        this.perSecond = perSecond;
        this.refused = Refusals.of("key", registry);
    }

    /**
     * @throws Overloaded where the key has used up its share
     */
    void take(ApiKey key) {
        Integer own = key.rateLimit();
        long share = own == null ? perSecond : own;
        ConsumptionProbe probe =
                buckets.get(key.id(), _ -> bucket(share)).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            refused.increment();
            throw new Overloaded(
                    "the key has used up its " + share + " requests a second",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** A burst of one second's share; refilled steadily. */
    private static Bucket bucket(long perSecond) {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(perSecond)
                                        .refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
