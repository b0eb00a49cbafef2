package dev.musubi.console.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.List;

/**
 * How often a log-in may fail: five times, then once a minute, for a name from one address; more
 * for a name or an address alone, so that nobody is locked out by a stranger's first tries. Each
 * hub counts for itself. Thread safe.
 */
public final class Attempts {

    private final LoadingCache<Key, Bucket> buckets =
            Caffeine.newBuilder()
                    .maximumSize(100_000)
                    .expireAfterAccess(Duration.ofHours(2))
                    .build(Attempts::bucket);

    private enum Of {
        BOTH(5),
        NAME(50),
        ADDRESS(100);

        private final int burst;

        Of(int burst) {
            this.burst = burst;
        }
    }

    private record Key(Of of, String text) {}

    /** Whether one more try is listened to. */
    public boolean allowed(String name, String address) {
        return keys(name, address).stream().allMatch(k -> buckets.get(k).getAvailableTokens() > 0);
    }

    /** Notes a try that failed. */
    public void failed(String name, String address) {
        keys(name, address).forEach(k -> buckets.get(k).tryConsume(1));
    }

    /** Forgets the failures of who has come in. */
    public void succeeded(String name, String address) {
        buckets.invalidate(new Key(Of.BOTH, name + '\n' + address));
    }

    private static List<Key> keys(String name, String address) {
        return List.of(
                new Key(Of.BOTH, name + '\n' + address),
                new Key(Of.NAME, name),
                new Key(Of.ADDRESS, address));
    }

    private static Bucket bucket(Key key) {
        int burst = key.of().burst;
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(burst)
                                        .refillGreedy(
                                                Math.max(1, burst / 5), Duration.ofMinutes(1)))
                .build();
    }
}
