package dev.musubi.console.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works in the console.
 *
 * @param name unique, of {@code [a-z0-9._-]}
 * @param stamp grows when the password or role changes: a log-in of before has ended
 * @param closedAt since when it may not be used
 */
public record Account(
        String name, Role role, int stamp, Instant createdAt, @Nullable Instant closedAt) {

    public boolean open() {
        return closedAt == null;
    }
}
