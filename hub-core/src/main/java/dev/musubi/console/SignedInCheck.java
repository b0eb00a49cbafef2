package dev.musubi.console;

import dev.musubi.access.ApiKey;
import dev.musubi.access.Caller;
import dev.musubi.console.account.Account;
import dev.musubi.console.account.Accounts;
import dev.musubi.identity.IdentifierType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Before each page: ends the session of an account that was closed or changed since, and makes who
 * is logged in the caller, with the scopes of their role.
 */
final class SignedInCheck implements HandlerInterceptor {

    /** The source of what is written down in the console. */
    static final String SOURCE = "console";

    private static final Set<String> OPEN = Set.of(WayBack.LOGIN, "/console/language");

    private final Accounts accounts;

    SignedInCheck(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        SignedIn me = current();
        boolean open = OPEN.contains(request.getRequestURI());
        if (me == null) {
            if (!open) {
                WayBack.toLogin(request, response);
            }
            return open;
        }
        Optional<Account> account =
                accounts.current(me.name())
                        .filter(a -> a.open() && a.stamp() == me.stamp() && a.role() == me.role());
        if (account.isEmpty()) {
            SecurityContextHolder.clearContext();
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
            if (!open) {
                WayBack.toLogin(request, response);
            }
            return open;
        }
        request.setAttribute(Caller.ATTRIBUTE, caller(me));
        return true;
    }

    /** Who is logged in; nobody on the log-in page. */
    static @Nullable SignedIn current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedIn me
                ? me
                : null;
    }

    private static Caller caller(SignedIn me) {
        return new Caller(
                "account:" + me.name(),
                ApiKey.Kind.SECRET,
                me.role().scopes(),
                Set.of(SOURCE),
                Map.of(),
                Set.copyOf(IdentifierType.wires()));
    }
}
