package dev.musubi.quality;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long after they happened events were taken, as a histogram of fixed buckets: sums of any hubs
 * and days add up to the same. Pure.
 *
 * @param events how many are in each bucket that any is in
 */
public record Lateness(Map<Bucket, Long> events) {

    public static final Lateness NONE = new Lateness(Map.of());

    /** Clocks of sources differ by so much; beyond, one of them is wrong. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    public Lateness {
        events = Map.copyOf(events);
    }

    /** From the bucket before, exclusive, to its end, inclusive. */
    public enum Bucket {
        SECOND(Duration.ofSeconds(1)),
        TEN_SECONDS(Duration.ofSeconds(10)),
        MINUTE(Duration.ofMinutes(1)),
        TEN_MINUTES(Duration.ofMinutes(10)),
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        BEYOND(null),
        /** Taken long before it happened: how late it is, nobody knows. */
        AHEAD(null);

        private final @Nullable Duration upTo;
        private final String wire = name().toLowerCase(Locale.ROOT);

        Bucket(@Nullable Duration upTo) {
            this.upTo = upTo;
        }

        /** Its end; absent where it has none. */
        public @Nullable Duration upTo() {
            return upTo;
        }

        String wire() {
            return wire;
        }

        static Bucket of(Duration late) {
            if (late.compareTo(CLOCK_TOLERANCE.negated()) < 0) {
                return AHEAD;
            }
            for (Bucket bucket : values()) {
                if (bucket.upTo != null && late.compareTo(bucket.upTo) <= 0) {
                    return bucket;
                }
            }
            return BEYOND;
        }
    }

    static Lateness of(Duration late) {
        return new Lateness(Map.of(Bucket.of(late), 1L));
    }

    public long in(Bucket bucket) {
        return events.getOrDefault(bucket, 0L);
    }

    /** How many events it says something of: all but those that are ahead. */
    public long known() {
        return events.values().stream().mapToLong(Long::longValue).sum() - in(Bucket.AHEAD);
    }

    /**
     * The bucket of the event that so many of a hundred are at most as late as (nearest rank).
     *
     * @param percent 1 to 100
     * @return absent where nothing is known
     */
    public @Nullable Bucket percentile(int percent) {
        long rank = Math.ceilDiv(Math.multiplyExact(known(), (long) percent), 100L);
        long passed = 0;
        for (Bucket bucket : Bucket.values()) {
            passed += bucket == Bucket.AHEAD ? 0 : in(bucket);
            if (rank > 0 && passed >= rank) {
                return bucket;
            }
        }
        return null;
    }

    Lateness plus(Lateness other) {
        Map<Bucket, Long> sums = new EnumMap<>(Bucket.class);
        sums.putAll(events);
        other.events.forEach((bucket, more) -> sums.merge(bucket, more, Long::sum));
        return new Lateness(sums);
    }
}
