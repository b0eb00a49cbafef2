package dev.musubi.connectors.files;

import dev.musubi.identity.IdentifierType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the inboxes of one channel at start: whatever is wrong stops the hub, all of it in one
 * message that names the keys.
 */
public final class InboxCheck {
    private final String prefix;
    private final String channel;
    private final Path work;
    private final List<String> wrong = new ArrayList<>();
    private final Map<Path, String> folders = new HashMap<>();

    /**
     * @param channel names the channel's dead letters
     * @param prefix of the accounts' keys, with a dot at its end
     * @param work where each inbox gets a folder of its own
     */
    public InboxCheck(String channel, String prefix, Path work) {
        this.channel = channel;
        this.prefix = prefix;
        this.work = work;
    }

    /** Notes folders that others take files from already. */
    public void taken(String account, @Nullable Path folder) {
        if (folder != null) {
            folders.putIfAbsent(normal(folder), account);
        }
    }

    /**
     * @param zone of dates in names; absent where the mapping cannot be read
     * @return the inbox; null where anything is wrong with it, which {@link #refuse} says
     */
    public @Nullable Inbox inbox(String name, FileAccount account, @Nullable ZoneId zone) {
        var before = wrong.size();
        var at = prefix + name;
        expect(name.matches("[a-z0-9-]{1,40}"), at + ": the name must fit [a-z0-9-]{1,40}");
        place(at, account);
        var verified = verified(at, account.verified());
        expect(
                account.doneFile() == null || account.doneFile().matches(".*\\{(name|stem)}.*"),
                at + ".done-file: has neither {name} nor {stem}");
        expect(!account.stableFor().isNegative(), at + ".stable-for: is negative");
        expect(account.poll().isPositive(), at + ".poll: must be more than 0");
        expect(account.limits().size().toBytes() > 0, at + ".limits.size: must be more than 0");
        expect(account.limits().ratio() > 0, at + ".limits.ratio: must be more than 0");
        expect(
                account.limits().sortMemory().toBytes() >= 65_536,
                at + ".limits.sort-memory: must be at least 64KB");
        pattern(at + ".include", account.include());
        pattern(at + ".file-date.name", account.fileDate().name());
        var dates = zone == null ? null : dates(at, account, zone);
        var folder = folder(name);
        unshared(at, name, account.folder());
        return wrong.size() > before || dates == null || folder == null
                ? null
                : new Inbox(channel, name, account, verified, dates, folder);
    }

    /** Notes what is wrong with a key. */
    public void wrong(String key, @Nullable String what) {
        wrong.add(prefix + key + ": " + what);
    }

    /**
     * @throws IllegalArgumentException with every problem, each by its key
     */
    public void refuse() {
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", wrong));
        }
    }

    private void unshared(String at, String name, @Nullable Path folder) {
        if (folder != null) {
            var other = folders.put(normal(folder), name);
            expect(other == null, at + ".folder: is that of " + other + " too");
        }
    }

    private static Path normal(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    private void place(String at, FileAccount account) {
        var sftp = account.sftp();
        expect((account.folder() == null) != (sftp == null), at + ": give either folder or sftp");
        if (account.folder() != null) {
            expect(
                    Files.isDirectory(account.folder()) && Files.isWritable(account.folder()),
                    at + ".folder: is not a folder that can be written to");
        }
        if (sftp == null) {
            return;
        }
        expect(text(sftp.host()), at + ".sftp.host: is missing");
        expect(text(sftp.user()), at + ".sftp.user: is missing");
        expect(sftp.port() > 0 && sftp.port() < 65_536, at + ".sftp.port: is not a port");
        if (sftp.privateKey() == null) {
            wrong.add(at + ".sftp.private-key: is missing");
        } else {
            readable(at + ".sftp.private-key", sftp.privateKey());
        }
        expect(
                (sftp.knownHosts() == null) != (sftp.hostKey() == null),
                at
                        + ".sftp: give either known-hosts or host-key; the server is never trusted unseen");
        if (sftp.knownHosts() != null) {
            readable(at + ".sftp.known-hosts", sftp.knownHosts());
        }
        if (sftp.hostKey() != null) {
            expect(
                    sftp.hostKey().strip().matches("[a-z0-9@.-]+ [A-Za-z0-9+/=]{40,}( .*)?"),
                    at + ".sftp.host-key: is not of the form 'ssh-ed25519 AAAA…'");
        }
    }

    private Set<IdentifierType> verified(String at, Set<String> names) {
        var types = EnumSet.noneOf(IdentifierType.class);
        for (var name : names) {
            IdentifierType.ofWire(name)
                    .ifPresentOrElse(
                            types::add,
                            () -> wrong.add(at + ".verified: no identifier type " + name));
        }
        return types;
    }

    private @Nullable FileDates dates(String at, FileAccount account, ZoneId zone) {
        try {
            return new FileDates(account.fileDate(), zone);
        } catch (PatternSyntaxException _) {
            return null; // said before
        } catch (IllegalArgumentException e) {
            wrong.add(at + ".file-date.pattern: " + e.getMessage());
            return null;
        }
    }

    /** A dot is in no account's name, so that no two channels share a folder. */
    private @Nullable Path folder(String name) {
        var folder = work.resolve(channel.equals(Letters.CHANNEL) ? name : channel + "." + name);
        try {
            Files.createDirectories(folder);
            return folder;
        } catch (IOException e) {
            wrong.add("musubi.channels.work-folder: cannot be made or written to");
            return null;
        }
    }

    private void pattern(String key, @Nullable String pattern) {
        try {
            Pattern.compile(pattern == null ? "" : pattern);
        } catch (PatternSyntaxException e) {
            wrong.add(key + ": " + e.getDescription());
        }
    }

    private void readable(String key, Path file) {
        expect(
                Files.isRegularFile(file) && Files.isReadable(file),
                key + ": no such file, or not readable");
    }

    private static boolean text(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    /** Notes the message unless the claim holds. */
    public void expect(boolean holds, String message) {
        if (!holds) {
            wrong.add(message);
        }
    }
}
