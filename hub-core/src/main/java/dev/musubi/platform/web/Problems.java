package dev.musubi.platform.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.HubException;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Problem documents (RFC 9457) outside of controllers, and what each kind of failure answers. */
public final class Problems {

    static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    /** Answers a failure; {@code Retry-After} where repeating helps. */
    public static void write(HttpServletResponse response, HubException failure)
            throws IOException {
        retryAfter(failure)
                .ifPresent(after -> response.setHeader("Retry-After", Long.toString(after)));
        write(response, of(failure));
    }

    public static void write(HttpServletResponse response, Problem problem) throws IOException {
        byte[] body = Json.write(body(problem)).getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static ObjectNode body(Problem problem) {
        ObjectNode body =
                Json.object()
                        .put("type", problem.type())
                        .put("title", problem.title())
                        .put("status", problem.status())
                        .put("detail", problem.detail())
                        .put("code", problem.code());
        if (problem.field() != null) {
            body.put("field", problem.field());
        }
        return body;
    }

    static Problem of(HubException failure) {
        return switch (failure) {
            case HubException.Refused refused -> refused.problem();
            case HubException.StoreAway away ->
                    new Problem(
                            503,
                            "store-away",
                            "A store does not answer",
                            away.getMessage() + "; nothing was acknowledged, repeat the request",
                            null);
            case HubException.NotReady starting ->
                    new Problem(
                            503,
                            "not-ready",
                            "The hub is not ready",
                            starting.getMessage()
                                    + "; nothing was acknowledged, repeat the request",
                            null);
            case HubException.Overloaded overloaded ->
                    new Problem(
                            429,
                            "too-many",
                            "More than can be taken now",
                            overloaded.getMessage()
                                    + "; nothing was acknowledged, repeat the request",
                            null);
        };
    }

    /** Whole seconds, at least one. */
    static Optional<Long> retryAfter(HubException failure) {
        return switch (failure) {
            case HubException.Refused _ -> Optional.empty();
            case HubException.StoreAway away -> Optional.of(seconds(away.retryAfter()));
            case HubException.NotReady starting -> Optional.of(seconds(starting.retryAfter()));
            case HubException.Overloaded overloaded ->
                    Optional.of(seconds(overloaded.retryAfter()));
        };
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
