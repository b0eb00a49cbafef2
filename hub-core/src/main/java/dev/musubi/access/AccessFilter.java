package dev.musubi.access;

import dev.musubi.platform.HubException;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import dev.musubi.platform.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody in without a key, and nobody faster than their share. Which scope a call needs is
 * asked behind it, by {@link ScopeCheck}.
 */
final class AccessFilter extends OncePerRequestFilter {

    private final ApiKeys keys;
    private final RateLimits limits;

    AccessFilter(ApiKeys keys, RateLimits limits) {
        this.keys = keys;
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Door door = Door.of(request.getRequestURI());
        SafeHeaders.set(response, door);
        try {
            if (Origins.preflight(request)) {
                Origins.answer(request, response, keys);
                return;
            }
            if (door != Door.OPEN) {
                enter(door, request, response);
            }
        } catch (HubException refused) {
            Problems.write(response, refused);
            return;
        }
        chain.doFilter(request, response);
    }

    private void enter(Door door, HttpServletRequest request, HttpServletResponse response) {
        Optional<String> secret = Secrets.of(request, door);
        Optional<ApiKey> found = secret.flatMap(keys::find);
        if (found.isEmpty()) {
            challenge(response, door, secret.isPresent());
            throw refused(
                    401,
                    "no-key",
                    "A key is needed",
                    "send a key that is in use as Authorization: Bearer");
        }
        ApiKey key = found.get();
        if (key.kind() == ApiKey.Kind.PUBLIC) {
            Origins.check(key, request, response);
        }
        limits.take(key);
        switch (door) {
            case NOWHERE -> throw new Refused(Problem.notFound("there is nothing at this path"));
            case OPERATOR ->
                    require(key.caller().may(Scope.ADMIN), "needs a key with the scope admin");
            case PAGE -> require(key.kind() == ApiKey.Kind.SECRET, "is not for public keys");
            case CALL, OPEN -> {
                // The scope is asked when it is known which call it is.
            }
        }
        request.setAttribute(Caller.ATTRIBUTE, key.caller());
    }

    private static void require(boolean allowed, String why) {
        if (!allowed) {
            throw refused(403, "missing-scope", "The key may not do this", "this page " + why);
        }
    }

    /** RFC 9110: how to ask; RFC 6750: whether the key that came is the trouble. */
    private static void challenge(HttpServletResponse response, Door door, boolean came) {
        response.addHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                "Bearer realm=\"musubi\"" + (came ? ", error=\"invalid_token\"" : ""));
        if (door.forPeople()) {
            response.addHeader(
                    HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"musubi\", charset=\"UTF-8\"");
        }
    }

    private static Refused refused(int status, String code, String title, String detail) {
        return new Refused(new Problem(status, code, title, detail, null));
    }
}
