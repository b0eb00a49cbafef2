package dev.musubi.connectors.mailbox;

import dev.musubi.connectors.common.Settings;
import dev.musubi.deadletter.DeadLetters;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** The operator's mailboxes, {@code musubi.channels.mailbox.<account>.…}. */
@ConfigurationProperties("musubi.channels")
record MailboxProperties(@DefaultValue Map<String, Account> mailbox) {

    static final Settings SETTINGS = new Settings("musubi.channels.mailbox");

    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z$][A-Za-z0-9$_.-]{0,63}");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");
    private static final int LAST_PORT = 65_535;
    private static final Duration SHORTEST_POLL = Duration.ofMillis(100);

    MailboxProperties {
        mailbox = Map.copyOf(mailbox);
        mailbox.forEach(
                (name, account) -> {
                    SETTINGS.accountName(name);
                    account.validate(name);
                });
    }

    /** How the connection is protected. */
    enum Security {
        TLS,
        STARTTLS,
        /** Not at all; only to this machine. */
        NONE
    }

    /**
     * @param port default 993, without TLS from the start 143
     * @param mark {@code seen}, or the keyword that marks what was taken
     * @param source default {@code mailbox:<account>}
     * @param maxSize the largest mail that is taken with all it has
     */
    record Account(
            @Nullable String host,
            @DefaultValue("0") int port,
            @DefaultValue("tls") Security security,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("INBOX") String folder,
            @DefaultValue("MusubiTaken") String mark,
            @DefaultValue("30s") Duration poll,
            @Nullable String source,
            @DefaultValue("8MB") DataSize maxSize) {

        static final String SEEN = "seen";

        Mailbox mailbox(String name) {
            int implied = security == Security.TLS ? 993 : 143;
            return new Mailbox(
                    name,
                    host == null ? "" : host,
                    port == 0 ? implied : port,
                    security,
                    user == null ? "" : user,
                    password == null ? "" : password,
                    folder,
                    mark.equals(SEEN) ? null : mark,
                    poll,
                    source == null ? "mailbox:" + name : source,
                    (int) maxSize.toBytes());
        }

        private void validate(String name) {
            SETTINGS.check(host != null && !host.isBlank(), name, "host: needed");
            SETTINGS.check(user != null && !user.isBlank(), name, "user: needed");
            SETTINGS.check(password != null && !password.isBlank(), name, "password: needed");
            SETTINGS.check(
                    port >= 0 && port <= LAST_PORT, name, "port: at most 65535, but " + port);
            SETTINGS.check(
                    security != Security.NONE || (host != null && THIS_MACHINE.contains(host)),
                    name,
                    "security: none is for this machine alone; expected tls or starttls");
            SETTINGS.check(!folder.isBlank(), name, "folder: needed");
            SETTINGS.matches(name, "mark", mark, KEYWORD);
            SETTINGS.check(
                    poll.compareTo(SHORTEST_POLL) >= 0,
                    name,
                    "poll: at least " + SHORTEST_POLL.toMillis() + "ms");
            SETTINGS.matches(name, "source", source, Settings.SOURCE);
            SETTINGS.check(
                    maxSize.toBytes() >= Mailbox.WINDOW
                            && maxSize.toBytes() <= DeadLetters.MAX_ORIGINAL,
                    name,
                    "max-size: between 1MB and 8MB, but " + maxSize);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Account[" + host + ", " + folder + "]";
        }
    }
}
