package dev.musubi.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.platform.Digests;
import dev.musubi.platform.Ids;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this installation. A secret has 256 random bits, so its SHA-256 is as safe to keep as
 * a slow hash of a password would be. Thread safe.
 */
public final class ApiKeys {

    /** How long a revoked key may go on working, on any hub. */
    static final Duration REMEMBERED = Duration.ofSeconds(3);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Kind, id and random part of a secret. */
    private static final Pattern SECRET =
            Pattern.compile("m[sp]k_([0-9a-f-]{36})_[A-Za-z0-9_-]{43}");

    private final ApiKeyStore store;
    private final FirstKey first;
    private final Clock clock;
    private final Cache<String, Optional<ApiKeyStore.Stored>> cache =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();
    private final Cache<String, Boolean> origins =
            Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(REMEMBERED).build();

    ApiKeys(ApiKeyStore store, FirstKey first, Clock clock) {
        this.store = store;
        this.first = first;
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
        String id = Ids.next();
        String secret = (wish.kind() == ApiKey.Kind.PUBLIC ? "mpk_" : "msk_") + id + "_" + random();
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
                        clock.instant(),
                        null,
                        null);
        store.add(new ApiKeyStore.Stored(key, Digests.sha256(secret)));
        return new Created(key, secret);
    }

    /** The key with this secret, if it is in use. A wrong secret tells nothing by its time. */
    Optional<ApiKey> find(String secret) {
        byte[] hash = Digests.sha256(secret);
        if (MessageDigest.isEqual(first.hash(), hash)) {
            return Optional.of(first.key());
        }
        Matcher parts = SECRET.matcher(secret);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<ApiKey> found =
                cache.get(parts.group(1), store::find)
                        .filter(stored -> MessageDigest.isEqual(stored.hash(), hash))
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

    /** Whether pages of this web origin may send events, with some key. */
    boolean serves(String origin) {
        return origins.get(origin, store::serves);
    }

    /** All keys but the operator's first, revoked ones included, the oldest first. */
    public List<ApiKey> list() {
        return store.list();
    }

    /** Whether there was such a key that was not revoked yet. */
    public boolean revoke(String id) {
        boolean revoked = store.revoke(id, clock.instant());
        cache.invalidate(id);
        return revoked;
    }

    /** 256 bits. */
    static String random() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
