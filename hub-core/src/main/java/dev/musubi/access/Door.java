package dev.musubi.access;

import java.util.regex.Pattern;

/**
 * What a path leads to, and so who may pass. Decided on the path as it was sent: one that could be
 * read in two ways leads nowhere.
 */
enum Door {
    /** Health, and webhooks, which prove themselves by their signatures. */
    OPEN,
    /** The contract and the page that shows it: any secret key. */
    PAGE,
    /** Metrics: the operator. */
    OPERATOR,
    /** A call of the API: the scope that it declares. */
    CALL,
    /** No path of ours. */
    NOWHERE;

    /** Encoding and path parameters are for ids, which come later than the first segment. */
    private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9._-]*(/.*)?");

    private static final Pattern DETOUR = Pattern.compile("//|/\\.{1,2}(/|;|$)|/%2[eE]|\\\\");
    private static final Pattern HEALTH = Pattern.compile("/actuator/health(/[A-Za-z0-9_-]+)*/?");
    private static final Pattern HOOK = Pattern.compile("/hooks/[A-Za-z0-9._~-]+/[A-Za-z0-9._~-]+");

    static Door of(String path) {
        if (!PLAIN.matcher(path).matches() || DETOUR.matcher(path).find()) {
            return NOWHERE;
        }
        if (HEALTH.matcher(path).matches() || HOOK.matcher(path).matches()) {
            return OPEN;
        }
        if (path.equals("/openapi.yaml") || path.equals("/docs") || path.startsWith("/docs/")) {
            return PAGE;
        }
        return path.equals("/actuator") || path.startsWith("/actuator/") ? OPERATOR : CALL;
    }

    /** Whether a browser may ask its user for the key, as the password of Basic. */
    boolean forPeople() {
        return this == PAGE || this == OPERATOR;
    }
}
