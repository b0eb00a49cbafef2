package dev.musubi.access;

import dev.musubi.openapi.api.KeysApi;
import dev.musubi.openapi.model.CreatedKey;
import dev.musubi.openapi.model.IdentifierType;
import dev.musubi.openapi.model.Key;
import dev.musubi.openapi.model.Keys;
import dev.musubi.openapi.model.NewKey;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class KeysController implements KeysApi {

    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");

    /** What is anybody's to ask: nothing of it speaks of a person who is known. */
    private static final Set<Scope> PUBLIC =
            Set.of(Scope.EVENTS_WRITE, Scope.RECOMMENDATIONS_READ, Scope.AVAILABILITY_READ);

    private static final Pattern SOURCE = Pattern.compile("[a-z0-9._:-]{1,64}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9._-]{1,64}");
    private static final Set<String> NAMESPACED = Set.of("customer_id", "social_id", "receipt");

    private final ApiKeys keys;

    KeysController(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<Keys> getKeys() {
        return ResponseEntity.ok(new Keys(keys.list().stream().map(KeysController::key).toList()));
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<CreatedKey> createKey(NewKey wish) {
        if (wish.getScopes().contains(null)) {
            throw invalid("scopes", "expected scopes, came null among them");
        }
        boolean isPublic = wish.getKind() == NewKey.KindEnum.PUBLIC;
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        wish.getScopes().forEach(s -> Scope.ofWire(s.getValue()).ifPresent(scopes::add));
        Set<String> origins = texts("origins", wish.getOrigins());
        if (!isPublic && !origins.isEmpty()) {
            throw invalid("origins", "only a public key is bound to web origins");
        }
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw invalid("origins", "expected scheme and host, as in https://shop.example");
            }
        }
        if (isPublic && !PUBLIC.containsAll(scopes)) {
            throw invalid(
                    "scopes",
                    "a public key may have events:write, recommendations:read and"
                            + " availability:read, and nothing else");
        }
        if (isPublic && origins.isEmpty()) {
            throw invalid("origins", "a public key needs the web origins that it works from");
        }
        ApiKeys.Created created =
                keys.create(
                        new ApiKeys.Wish(
                                wish.getName(),
                                isPublic ? ApiKey.Kind.PUBLIC : ApiKey.Kind.SECRET,
                                scopes,
                                sources(wish),
                                namespaces(wish),
                                isPublic ? Set.of() : believed(wish),
                                origins,
                                wish.getRateLimit()));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new CreatedKey(key(created.key()), created.secret()));
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<Void> revokeKey(String keyId) {
        if (!keys.revoke(keyId)) {
            throw new Refused(Problem.notFound("there is no key with this id that is in use"));
        }
        return ResponseEntity.noContent().build();
    }

    private static Set<String> sources(NewKey wish) {
        Set<String> sources = texts("sources", wish.getSources());
        for (String source : sources) {
            if (!SOURCE.matcher(source).matches()) {
                throw invalid("sources", "expected " + SOURCE.pattern() + ", came something else");
            }
        }
        return sources;
    }

    private static Map<String, String> namespaces(NewKey wish) {
        Map<String, String> namespaces =
                wish.getNamespaces() == null ? Map.of() : wish.getNamespaces();
        namespaces.forEach(
                (type, namespace) -> {
                    if (!NAMESPACED.contains(type)) {
                        throw invalid(
                                "namespaces", "expected types of " + new TreeSet<>(NAMESPACED));
                    }
                    if (namespace == null || !NAMESPACE.matcher(namespace).matches()) {
                        throw invalid("namespaces." + type, "expected " + NAMESPACE.pattern());
                    }
                });
        return namespaces;
    }

    /** Left out: everything, as the design has it for secret keys; the operator can narrow it. */
    private static Set<String> believed(NewKey wish) {
        if (wish.getVerified() != null && wish.getVerified().contains(null)) {
            throw invalid("verified", "expected types, came null among them");
        }
        List<IdentifierType> named =
                wish.getVerified() == null
                        ? Arrays.asList(IdentifierType.values())
                        : wish.getVerified();
        return named.stream().map(IdentifierType::getValue).collect(Collectors.toSet());
    }

    private static Key key(ApiKey key) {
        return new Key(
                        key.id(),
                        key.name(),
                        key.kind() == ApiKey.Kind.PUBLIC
                                ? Key.KindEnum.PUBLIC
                                : Key.KindEnum.SECRET,
                        key.scopes().stream()
                                .sorted()
                                .map(s -> dev.musubi.openapi.model.Scope.fromValue(s.wire()))
                                .toList(),
                        time(key.createdAt()))
                .sources(sorted(key.sources()))
                .namespaces(key.namespaces())
                .verified(sorted(key.believed()).stream().map(IdentifierType::fromValue).toList())
                .origins(sorted(key.origins()))
                .rateLimit(key.rateLimit())
                .lastUsed(key.lastUsed())
                .revokedAt(key.revokedAt() == null ? null : time(key.revokedAt()));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<String> sorted(Set<String> texts) {
        return List.copyOf(new TreeSet<>(texts));
    }

    private static Set<String> texts(String field, @Nullable List<String> texts) {
        if (texts == null) {
            return Set.of();
        }
        if (texts.contains(null)) {
            throw invalid(field, "expected texts, came null among them");
        }
        return Set.copyOf(texts);
    }

    private static Refused invalid(String field, String detail) {
        return new Refused(Problem.invalid(field, field + ": " + detail));
    }
}
