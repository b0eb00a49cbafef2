package dev.musubi.access;

import dev.musubi.platform.HubException;
import dev.musubi.platform.Problem;
import dev.musubi.platform.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody in without a key. Health is open, webhooks prove themselves by their signatures, the
 * console has a log-in of its own; other pages for people take the key as the password of Basic, so
 * that a browser can ask for it.
 */
final class AccessFilter extends OncePerRequestFilter {

    private static final int LONGEST_KEY = 512;

    /** The calls that pages of web shops make, with keys that anybody can read. */
    private static final Set<String> FROM_PAGES =
            Set.of("/api/v1/events", "/api/v1/recommendations", "/api/v1/availability");

    /** What makes one path look like another to a proxy, to Tomcat or to us. */
    private static final Pattern CROOKED =
            Pattern.compile(
                    "^/[^/]*%|//|/\\.{1,2}(/|$)|[;\\\\]|%2e|%5c|%00", Pattern.CASE_INSENSITIVE);

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
        secure(response);
        String path = request.getRequestURI();
        if (crooked(path)) {
            Problems.write(response, crookedPath());
            return;
        }
        if (open(path) || preflight(request, response)) {
            if (!response.isCommitted() && open(path)) {
                chain.doFilter(request, response);
            }
            return;
        }
        try {
            Optional<ApiKey> key = secret(request, page(path)).flatMap(keys::find);
            if (key.isEmpty()) {
                response.setHeader(
                        HttpHeaders.WWW_AUTHENTICATE,
                        page(path)
                                ? "Basic realm=\"musubi\", charset=\"UTF-8\""
                                : "Bearer realm=\"musubi\"");
                Problems.write(response, unknown());
                return;
            }
            if (!originAllowed(key.get(), request, response)) {
                Problems.write(response, foreignOrigin());
                return;
            }
            if (key.get().kind() == ApiKey.Kind.PUBLIC && !FROM_PAGES.contains(path)) {
                Problems.write(
                        response,
                        forbidden(
                                "a public key sends events, and asks for recommendations and"
                                        + " availability"));
                return;
            }
            if (operators(path) && !key.get().caller().may(Scope.ADMIN)) {
                Problems.write(response, forbidden("this page needs a key with the scope admin"));
                return;
            }
            limits.take(key.get());
            request.setAttribute(Caller.ATTRIBUTE, key.get().caller());
        } catch (HubException e) {
            Problems.write(response, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean crooked(String path) {
        return CROOKED.matcher(path).find();
    }

    private static boolean open(String path) {
        return path.equals("/actuator/health")
                || path.startsWith("/actuator/health/")
                || path.startsWith("/hooks/")
                || path.equals("/console")
                || path.startsWith("/console/");
    }

    private static boolean operators(String path) {
        return path.equals("/actuator") || path.startsWith("/actuator/");
    }

    /** What people look at in a browser, and only look at. */
    private static boolean page(String path) {
        return path.equals("/openapi.yaml")
                || path.equals("/docs")
                || path.startsWith("/docs/")
                || operators(path);
    }

    /**
     * The key of {@code Bearer}, and for pages the password of {@code Basic}. Calls take no Basic:
     * a browser that knows a password would send it along from a page of anybody's.
     */
    private static Optional<String> secret(HttpServletRequest request, boolean page) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || header.length() > LONGEST_KEY) {
            return Optional.empty();
        }
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(header.substring(7).strip());
        }
        if (page && header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return password(header.substring(6).strip());
        }
        return Optional.empty();
    }

    private static Optional<String> password(String credentials) {
        try {
            String text =
                    new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return Optional.of(text.substring(text.indexOf(':') + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** A browser asks before it calls from a page; which page may is decided at the call. */
    private static boolean preflight(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean asks =
                request.getMethod().equals("OPTIONS")
                        && origin != null
                        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null
                        && FROM_PAGES.contains(request.getRequestURI());
        if (asks) {
            allow(response, origin);
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
            response.setHeader(
                    HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                    "Authorization, Content-Type, Content-Encoding");
            response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
        return asks;
    }

    private static boolean originAllowed(
            ApiKey key, HttpServletRequest request, HttpServletResponse response) {
        if (key.kind() == ApiKey.Kind.SECRET) {
            return true;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean allowed = origin != null && key.origins().contains(origin);
        if (allowed) {
            allow(response, origin);
        }
        return allowed;
    }

    private static void allow(HttpServletResponse response, @Nullable String origin) {
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }

    private static void secure(HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
                        + " data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'");
    }

    private static Problem unknown() {
        return new Problem(
                401,
                "no-key",
                "A key is needed",
                "send a key that is not revoked as Authorization: Bearer",
                null);
    }

    private static Problem crookedPath() {
        return new Problem(
                400,
                "crooked-path",
                "The path is not in its plain form",
                "a path has no empty or dotted parts, no backslashes, no unescaped semicolons"
                        + " and nothing escaped in its first part",
                null);
    }

    private static Problem forbidden(String detail) {
        return new Problem(403, "missing-scope", "The key may not do this", detail, null);
    }

    private static Problem foreignOrigin() {
        return new Problem(
                403,
                "foreign-origin",
                "The key is bound to other web origins",
                "a public key works from the origins that it was made for",
                null);
    }
}
