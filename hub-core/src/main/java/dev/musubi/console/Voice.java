package dev.musubi.console;

import dev.musubi.access.Caller;
import dev.musubi.access.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** In whose name calls are made while a page is put together. */
final class Voice {

    private Voice() {}

    /**
     * Asks once with unmasked answers, for what the page itself needs to ask on; nothing of it may
     * be shown.
     */
    static <T> T seeingAll(HttpServletRequest request, Supplier<T> question) {
        if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)) {
            throw new IllegalStateException("nobody is logged in");
        }
        Set<Scope> scopes = EnumSet.copyOf(caller.scopes());
        scopes.add(Scope.PROFILES_SENSITIVE);
        request.setAttribute(
                Caller.ATTRIBUTE,
                new Caller(
                        caller.keyId(),
                        caller.kind(),
                        scopes,
                        caller.sources(),
                        caller.namespaces(),
                        caller.believed()));
        try {
            return question.get();
        } finally {
            request.setAttribute(Caller.ATTRIBUTE, caller);
        }
    }
}
