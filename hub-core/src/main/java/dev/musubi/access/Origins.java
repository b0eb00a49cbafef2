package dev.musubi.access;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What pages of a shop may do with a public key (CORS, the fetch standard): send events, from the
 * origins that the key names. Other pages are not let in, and cannot read an answer.
 */
final class Origins {

    /** A web origin as browsers write it: scheme, host, port where it is not the usual one. */
    static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]{1,200}(:[0-9]{1,5})?");

    private static final String EVENTS = "/api/v1/events";

    private Origins() {}

    /** Whether a browser asks, without a key, if the page may send an event. */
    static boolean preflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS")
                && request.getRequestURI().equals(EVENTS)
                && request.getHeader(HttpHeaders.ORIGIN) != null
                && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }

    static void answer(HttpServletRequest request, HttpServletResponse response, ApiKeys keys) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !ORIGIN.matcher(origin).matches() || !keys.serves(origin)) {
            throw foreign();
        }
        allow(response, origin);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST");
        response.setHeader(
                HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                "Authorization, Content-Type, Content-Encoding");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Refuses a public key that comes from elsewhere, or from no page at all. */
    static void check(ApiKey key, HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !key.origins().contains(origin)) {
            throw foreign();
        }
        allow(response, origin);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, HttpHeaders.RETRY_AFTER);
    }

    private static void allow(HttpServletResponse response, @Nullable String origin) {
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }

    private static Refused foreign() {
        return new Refused(
                new Problem(
                        403,
                        "foreign-origin",
                        "The key is bound to other web origins",
                        "a public key works in pages of the origins that it was made for",
                        null));
    }
}
