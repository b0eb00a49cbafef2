package dev.musubi.connectors.mailbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about a mailbox.
 *
 * @param keyword marks what was taken; absent: the mail is marked as seen
 * @param maxSize of a mail that is taken with all it has, in bytes
 */
record Mailbox(
        String name,
        String host,
        int port,
        MailboxProperties.Security security,
        String user,
        String password,
        String folder,
        @Nullable String keyword,
        Duration poll,
        String source,
        int maxSize) {

    /** The name of the channel in dead letters and routes. */
    static final String CHANNEL = "mailbox";

    /** The part of a mail that is looked into, from its beginning: words come before pictures. */
    static final int WINDOW = 1024 * 1024;

    /** Without the password. */
    @Override
    public String toString() {
        return "Mailbox[" + name + "]";
    }
}
