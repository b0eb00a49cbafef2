package dev.musubi.access;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Checks, before any method of a controller, that its caller has the scope that it declares. One
 * that declares none is refused, but for those that the filter guards by their path. It goes by the
 * pattern that was matched, which no way of writing a path can change.
 */
final class ScopeCheck implements HandlerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ScopeCheck.class);
    private static final List<String> GUARDED_BY_PATH =
            List.of("/openapi.yaml", "/docs", "/hooks/", "/actuator/");

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Needs needs = method.getMethodAnnotation(Needs.class);
            if (needs != null) {
                require(request, needs.value());
            } else if (!guarded(method, request)) {
                LOG.error("a call declares no scope and is refused: {}", method);
                throw refused("this call is open to nobody");
            }
        }
        return true;
    }

    private static void require(HttpServletRequest request, Scope scope) {
        boolean may =
                request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller
                        && caller.may(scope);
        if (!may) {
            throw refused("this call needs a key with the scope " + scope.wire());
        }
    }

    static boolean guarded(HandlerMethod method, HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return ErrorController.class.isAssignableFrom(method.getBeanType())
                || (pattern instanceof String text && guarded(text));
    }

    /** Whether the filter decides by this path alone. */
    static boolean guarded(String pattern) {
        return GUARDED_BY_PATH.stream().anyMatch(pattern::startsWith);
    }

    private static Refused refused(String detail) {
        return new Refused(
                new Problem(403, "missing-scope", "The key may not do this", detail, null));
    }
}
