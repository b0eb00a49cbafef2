package dev.musubi.access;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Checks, before a call of the API, that its caller has the scope that it declares. */
final class ScopeCheck implements HandlerInterceptor {

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return true;
        }
        Needs needs = method.getMethodAnnotation(Needs.class);
        if (needs == null) {
            if (!forAnyKey(request.getRequestURI())) {
                throw new IllegalStateException("a call without a declared scope: " + method);
            }
            return true;
        }
        if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)
                || !caller.may(needs.value())) {
            throw new Refused(
                    new Problem(
                            403,
                            "missing-scope",
                            "The key may not do this",
                            "this call needs a key with the scope " + needs.value().wire(),
                            null));
        }
        return true;
    }

    /** The contract and its page, what stands in for failures, and what lets in by itself. */
    static boolean forAnyKey(String path) {
        return path.equals("/openapi.yaml")
                || path.equals("/docs")
                || path.startsWith("/docs/")
                || path.equals("/error")
                || path.startsWith("/hooks/")
                || path.equals("/console")
                || path.startsWith("/console/");
    }
}
