package dev.musubi.access;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;

/** Headers that keep a browser from doing more with an answer than to show it. */
final class SafeHeaders {

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /** Swagger UI sets styles in its elements; all it loads is ours. */
    private static final String OUR_PAGE =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
                    + " data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                    + " form-action 'none'";

    private SafeHeaders() {}

    static void set(HttpServletResponse response, Door door) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("Content-Security-Policy", door == Door.PAGE ? OUR_PAGE : NOTHING);
    }
}
