package dev.musubi.connectors.files;

import dev.musubi.connectors.pos.Mapping;
import dev.musubi.connectors.pos.Mappings;
import dev.musubi.connectors.csv.WrongMapping;
import dev.musubi.identity.IdentifierType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the accounts at start: whatever is wrong stops the hub, all of it in one message that
 * names the keys.
 */
final class CheckedAccounts {
    static final String PREFIX = "musubi.channels.files.";

    private final List<String> wrong = new ArrayList<>();
    private final Path work;

    private CheckedAccounts(Path work) {
        this.work = work;
    }

    /**
     * @throws IllegalArgumentException with every problem, each by its key
     */
    static List<CheckedAccount> check(FileChannels channels) {
        var check = new CheckedAccounts(channels.work());
        var checked = new ArrayList<CheckedAccount>();
        var inboxes = new HashMap<Path, String>();
        new TreeMap<>(channels.files())
                .forEach(
                        (name, account) -> {
                            var one = check.account(name, account);
                            if (one != null) {
                                checked.add(one);
                            }
                            if (account.folder() != null) {
                                var inbox = account.folder().toAbsolutePath().normalize();
                                var other = inboxes.put(inbox, name);
                                if (other != null) {
                                    check.wrong.add(
                                            PREFIX
                                                    + name
                                                    + ".folder: is that of "
                                                    + other
                                                    + " too");
                                }
                            }
                        });
        if (!check.wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", check.wrong));
        }
        return List.copyOf(checked);
    }

    private @Nullable CheckedAccount account(String name, FileAccount account) {
        var before = wrong.size();
        var at = PREFIX + name;
        expect(name.matches("[a-z0-9-]{1,40}"), at + ": the name must fit [a-z0-9-]{1,40}");
        var mapping = mapping(at, account);
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
        var dates = mapping == null ? null : dates(at, account, mapping);
        var folder = folder(at);
        return wrong.size() > before || mapping == null || dates == null || folder == null
                ? null
                : new CheckedAccount(name, account, mapping, verified, dates, folder);
    }

    private @Nullable Mapping mapping(String at, FileAccount account) {
        if (account.mapping() == null) {
            wrong.add(at + ".mapping: is missing");
            return null;
        }
        try {
            return Mappings.load(account.mapping()).with(account.constants());
        } catch (WrongMapping e) {
            wrong.add(at + ".mapping: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            wrong.add(at + ".constants: " + e.getMessage());
        }
        return null;
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

    private @Nullable FileDates dates(String at, FileAccount account, Mapping mapping) {
        try {
            return new FileDates(account.fileDate(), mapping.zone());
        } catch (PatternSyntaxException _) {
            return null; // said before
        } catch (IllegalArgumentException e) {
            wrong.add(at + ".file-date.pattern: " + e.getMessage());
            return null;
        }
    }

    private @Nullable Path folder(String at) {
        var folder = work.resolve(at.substring(PREFIX.length()));
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

    private void expect(boolean holds, String message) {
        if (!holds) {
            wrong.add(message);
        }
    }
}
