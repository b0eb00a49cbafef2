package dev.musubi.console.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The accounts of this installation. Thread safe. */
public final class Accounts {

    /** How long a closed account may go on working, on any hub. */
    static final Duration REMEMBERED = Duration.ofSeconds(3);

    /** NIST SP 800-63B asks for 15 characters where a password is all there is; more is better. */
    public static final int SHORTEST_PASSWORD = 12;

    public static final int LONGEST_PASSWORD = 128;

    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{2,32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Each hash takes 16 MB while it is made, so many log-ins at once wait for their turn. */
    private static final int AT_ONCE = 4;

    private final AccountStore store;
    private final Clock clock;
    private final PasswordEncoder passwords =
            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final String nobodys = passwords.encode(newPassword());
    private final Cache<String, Optional<Account>> cache =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();

    Accounts(AccountStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What became of a wish. */
    public enum Outcome {
        DONE,
        BAD_NAME,
        BAD_PASSWORD,
        TAKEN,
        UNKNOWN,
        LAST_ADMINISTRATOR
    }

    /** The open account with this name and password; takes as long where there is none. */
    public Optional<Account> signIn(String name, String password) {
        Optional<AccountStore.Stored> stored =
                NAME.matcher(name).matches() ? store.find(name) : Optional.empty();
        boolean fits =
                password.length() <= LONGEST_PASSWORD
                        && matches(password, stored.map(AccountStore.Stored::hash).orElse(nobodys));
        return stored.map(AccountStore.Stored::account).filter(a -> fits && a.open());
    }

    /** The account as it is now, at most a few seconds ago. */
    public Optional<Account> current(String name) {
        return cache.get(name, n -> store.find(n).map(AccountStore.Stored::account));
    }

    /** All of them, closed ones too, by name. */
    public List<Account> list() {
        return store.list();
    }

    /** A new account. */
    public Outcome create(String name, String password, Role role) {
        if (!NAME.matcher(name).matches()) {
            return Outcome.BAD_NAME;
        }
        if (!fit(password)) {
            return Outcome.BAD_PASSWORD;
        }
        Account account =
                new Account(name, role, 0, clock.instant().truncatedTo(ChronoUnit.MILLIS), null);
        boolean fresh = store.insert(new AccountStore.Stored(account, encode(password)));
        return fresh ? Outcome.DONE : Outcome.TAKEN;
    }

    /** Another password; who is logged in with the old one has to log in anew. */
    public Outcome password(String name, String password) {
        if (!fit(password)) {
            return Outcome.BAD_PASSWORD;
        }
        return changed(name, store.password(name, encode(password)));
    }

    /** Another role; the last open administrator keeps theirs. */
    public Outcome role(String name, Role role) {
        if (role != Role.ADMINISTRATOR && lastAdministrator(name)) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        return changed(name, store.role(name, role));
    }

    /** Closes an account, or opens it again; the last open administrator stays. */
    public Outcome close(String name, boolean closed) {
        if (closed && lastAdministrator(name)) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        return changed(name, store.closed(name, closed ? clock.instant() : null));
    }

    boolean any() {
        return store.any();
    }

    /** A password of 144 random bits. */
    static String newPassword() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private boolean lastAdministrator(String name) {
        List<String> open =
                store.list().stream()
                        .filter(a -> a.open() && a.role() == Role.ADMINISTRATOR)
                        .map(Account::name)
                        .toList();
        return open.equals(List.of(name));
    }

    private Outcome changed(String name, boolean found) {
        cache.invalidate(name);
        return found ? Outcome.DONE : Outcome.UNKNOWN;
    }

    private static boolean fit(String password) {
        return password.length() >= SHORTEST_PASSWORD && password.length() <= LONGEST_PASSWORD;
    }

    private String encode(String password) {
        turns.acquireUninterruptibly();
        try {
            return passwords.encode(password);
        } finally {
            turns.release();
        }
    }

    private boolean matches(String password, String hash) {
        turns.acquireUninterruptibly();
        try {
            return passwords.matches(password, hash);
        } finally {
            turns.release();
        }
    }
}
