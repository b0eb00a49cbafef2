package dev.musubi.access;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/** Reads the key that a request came with. */
final class Secrets {

    /** Longer than any key, encoded or not. */
    private static final int LONGEST = 512;

    private Secrets() {}

    /**
     * The key of {@code Bearer}, and for pages the password of {@code Basic}. Calls take no Basic:
     * a browser that knows a password would send it along from any other site.
     */
    static Optional<String> of(HttpServletRequest request, Door door) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || header.length() > LONGEST) {
            return Optional.empty();
        }
        return after(header, "Bearer ")
                .or(
                        () ->
                                door.forPeople()
                                        ? after(header, "Basic ").flatMap(Secrets::password)
                                        : Optional.empty())
                .filter(secret -> !secret.isEmpty());
    }

    private static Optional<String> after(String header, String scheme) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(header.substring(scheme.length()).strip())
                : Optional.empty();
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
}
