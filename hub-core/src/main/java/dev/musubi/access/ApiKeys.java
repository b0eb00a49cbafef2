package dev.musubi.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.platform.Digests;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this installation. A secret has 256 random bits, so its SHA-256 is as safe to keep as
 * a slow hash of a password would be. Thread safe.
 */
public final class ApiKeys {

    /** The id of the key that the operator sets. */
    static final String GIVEN = "admin";

    /** How long a revoked key may go on working, on any hub. */
    static final Duration REMEMBERED = Duration.ofSeconds(3);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PREFIX = "msk";
    private static final String PUBLIC_PREFIX = "mpk";

    private final ApiKeyStore store;
    private final Clock clock;
    private final Cache<String, Optional<ApiKeyStore.Stored>> cache =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();

    ApiKeys(ApiKeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A new key with its secret, which is shown once. */
    public record Created(ApiKey key, String secret) {
        @Override
        public String toString() {
            return "Created[" + key.id() + "]";
        }
    }

    /** What a new key is to be. */
    public record Wish(
            String name,
            ApiKey.Kind kind,
            Set<Scope> scopes,
            Set<String> sources,
            Map<String, String> namespaces,
            Set<String> believed,
            Set<String> origins,
            @Nullable Integer rateLimit) {}

    public Created create(Wish wish) {
        String id = random(9);
        String prefix = wish.kind() == ApiKey.Kind.PUBLIC ? PUBLIC_PREFIX : PREFIX;
        String secret = prefix + "_" + id + "_" + random(32);
        ApiKey key =
                new ApiKey(
                        id,
                        wish.name(),
                        wish.kind(),
                        wish.scopes(),
                        wish.sources(),
                        wish.namespaces(),
                        wish.believed(),
                        wish.origins(),
                        wish.rateLimit(),
                        now(),
                        null,
                        null);
        store.write(new ApiKeyStore.Stored(key, Digests.sha256(secret)));
        return new Created(key, secret);
    }

    /** Sets the operator's key, which may do everything; one set before stops working. */
    void setGiven(String secret, Set<String> believed) {
        store.write(all(id(secret), "set by the operator", secret, believed));
    }

    /**
     * Sees to it that a hub's own first key is kept, which may do everything.
     *
     * @return whether it works; one that was revoked stays so
     */
    boolean keepMade(String secret, Set<String> believed) {
        store.writeOnce(all(id(secret), "made at the first start", secret, believed));
        return find(secret).isPresent();
    }

    private ApiKeyStore.Stored all(String id, String name, String secret, Set<String> believed) {
        ApiKey key =
                new ApiKey(
                        id,
                        name,
                        ApiKey.Kind.SECRET,
                        EnumSet.allOf(Scope.class),
                        Set.of(),
                        Map.of(),
                        believed,
                        Set.of(),
                        null,
                        now(),
                        null,
                        null);
        return new ApiKeyStore.Stored(key, Digests.sha256(secret));
    }

    static String newSecret() {
        return PREFIX + "_" + random(9) + "_" + random(32);
    }

    /** The key with this secret, if it is not revoked. Takes the same time for any wrong secret. */
    Optional<ApiKey> find(String secret) {
        String id = id(secret);
        Optional<ApiKey> found =
                cache.get(id, store::find)
                        .filter(s -> MessageDigest.isEqual(s.hash(), Digests.sha256(secret)))
                        .map(ApiKeyStore.Stored::key)
                        .filter(key -> key.revokedAt() == null);
        found.ifPresent(this::use);
        return found;
    }

    /** Notes the first use of a day. */
    private void use(ApiKey key) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (key.lastUsed() == null || key.lastUsed().isBefore(today)) {
            store.used(key.id(), today);
            cache.invalidate(key.id());
        }
    }

    /** The id is a part of the secret, but for one of the operator's own making. */
    private static String id(String secret) {
        String[] parts = secret.split("_", 3);
        boolean ours =
                parts.length == 3 && (parts[0].equals(PREFIX) || parts[0].equals(PUBLIC_PREFIX));
        return ours ? parts[1] : GIVEN;
    }

    public List<ApiKey> list() {
        return store.list();
    }

    /** Whether there was such a key that was not revoked yet. */
    public boolean revoke(String id) {
        cache.invalidate(id);
        return store.revoke(id, clock.instant());
    }

    /** As exact as it is kept. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Letters and digits only, so that a secret is one word to select. */
    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(random)
                .replace('_', 'x')
                .replace('-', 'y');
    }
}
