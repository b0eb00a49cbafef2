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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class KeysController implements KeysApi {

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
        boolean isPublic = wish.getKind() == NewKey.KindEnum.PUBLIC;
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        wish.getScopes().forEach(s -> Scope.ofWire(s.getValue()).ifPresent(scopes::add));
        Set<String> origins = texts(wish.getOrigins());
        if (isPublic && !scopes.equals(Set.of(Scope.EVENTS_WRITE))) {
            throw invalid("scopes", "a public key may have events:write and nothing else");
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
                                texts(wish.getSources()),
                                wish.getNamespaces() == null ? Map.of() : wish.getNamespaces(),
                                isPublic ? Set.of() : believed(wish),
                                origins));
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

    /** Left out: everything, as the design has it for secret keys; the operator can narrow it. */
    private static Set<String> believed(NewKey wish) {
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
                .revokedAt(key.revokedAt() == null ? null : time(key.revokedAt()));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<String> sorted(Set<String> texts) {
        return List.copyOf(new TreeSet<>(texts));
    }

    private static Set<String> texts(@Nullable List<String> texts) {
        return texts == null ? Set.of() : Set.copyOf(texts);
    }

    private static Refused invalid(String field, String detail) {
        return new Refused(Problem.invalid(field, field + ": " + detail));
    }
}
