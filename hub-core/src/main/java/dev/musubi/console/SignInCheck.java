package dev.musubi.console;

import dev.musubi.console.account.Account;
import dev.musubi.console.account.Accounts;
import dev.musubi.console.account.Attempts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks a name and a password, unless too many were wrong. */
final class SignInCheck implements AuthenticationProvider {

    private final Accounts accounts;
    private final Attempts attempts;

    SignInCheck(Accounts accounts, Attempts attempts) {
        this.accounts = accounts;
        this.attempts = attempts;
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        String name = asked.getName().strip().toLowerCase(Locale.ROOT);
        String address =
                asked.getDetails() instanceof WebAuthenticationDetails details
                        ? String.valueOf(details.getRemoteAddress())
                        : "";
        String key = name.substring(0, Math.min(64, name.length()));
        if (!attempts.allowed(key, address)) {
            throw new LockedException("too many log-ins have failed");
        }
        Optional<Account> account = accounts.signIn(name, String.valueOf(asked.getCredentials()));
        if (account.isEmpty()) {
            attempts.failed(key, address);
            throw new BadCredentialsException("the name or the password is wrong");
        }
        attempts.succeeded(key, address);
        return token(account.get());
    }

    private static Authentication token(Account account) {
        return UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn(account.name(), account.role(), account.stamp()),
                null,
                List.of(new SimpleGrantedAuthority("ROLE_" + account.role().name())));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
