package dev.musubi.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The way to the log-in and from there back to the page that somebody was at. Every form of the
 * console is at the address that it is sent to, so the address is the way back.
 */
final class WayBack {

    static final String HOME = "/console/find";
    static final String LOGIN = "/console/login";

    private static final Pattern OURS = Pattern.compile("/console(/[A-Za-z0-9._~-]{1,64}){0,6}");

    private WayBack() {}

    /** A path of the console that it is safe to send somebody to. */
    static String checked(@Nullable String path) {
        return path != null && OURS.matcher(path).matches() && !path.equals(LOGIN) ? path : HOME;
    }

    /** Sends to the log-in, from where it goes back. */
    static void toLogin(HttpServletRequest request, HttpServletResponse response) {
        String then = checked(page(request));
        send(
                request,
                response,
                LOGIN
                        + (request.getRequestedSessionId() == null
                                        && request.getMethod().equals("GET")
                                ? "?then="
                                : "?expired&then=")
                        + URLEncoder.encode(then, StandardCharsets.UTF_8));
    }

    /** Sends on, also where a part of a page was asked for: then the whole page goes. */
    static void send(HttpServletRequest request, HttpServletResponse response, String to) {
        if (part(request)) {
            response.setHeader("HX-Redirect", to);
            response.setStatus(HttpServletResponse.SC_OK);
        } else {
            response.setHeader(HttpHeaders.LOCATION, to);
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        }
    }

    /** Whether a part of a page was asked for. */
    static boolean part(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }

    private static @Nullable String page(HttpServletRequest request) {
        String current = request.getHeader("HX-Current-URL");
        if (current == null) {
            return request.getRequestURI();
        }
        try {
            return URI.create(current).getPath();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
