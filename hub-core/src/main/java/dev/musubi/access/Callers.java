package dev.musubi.access;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The caller of the request under way. Injected where a controller needs it; one for all requests.
 */
public final class Callers {

    private final HttpServletRequest request;

    /**
     * @param request the framework's stand-in for the current request
     */
    public Callers(HttpServletRequest request) {
        this.request = request;
    }

    /**
     * @throws IllegalStateException outside of a request that the filter let through
     */
    public Caller current() {
        if (request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("the request has passed no access filter");
    }
}
