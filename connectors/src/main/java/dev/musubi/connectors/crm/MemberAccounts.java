package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.WrongMapping;
import dev.musubi.connectors.files.FileAccount;
import dev.musubi.connectors.files.FileChannels;
import dev.musubi.connectors.files.InboxCheck;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Checks the accounts at start: whatever is wrong stops the hub, all of it in one message that
 * names the keys.
 */
final class MemberAccounts {
    static final String PREFIX = "musubi.channels.crm";

    private static final Pattern SHARE = Pattern.compile("([0-9]{1,2}(?:\\.[0-9]{1,3})?|100) ?%");

    private MemberAccounts() {}

    /** Binds and checks. */
    static List<MemberAccount.Checked> check(Binder binder, FileChannels files) {
        return check(map(binder, FileAccount.class), map(binder, MemberAccount.class), files);
    }

    private static <T> Map<String, T> map(Binder binder, Class<T> type) {
        return binder.bind(PREFIX, Bindable.mapOf(String.class, type)).orElseGet(Map::of);
    }

    /**
     * @param inboxes the accounts' inboxes
     * @param accounts what they have beside; where nothing, the defaults
     * @param files the other accounts that take files
     * @throws IllegalArgumentException with every problem, each by its key
     */
    static List<MemberAccount.Checked> check(
            Map<String, FileAccount> inboxes,
            Map<String, MemberAccount> accounts,
            FileChannels files) {
        var check = new InboxCheck(MemberLetters.CHANNEL, PREFIX + ".", files.work());
        files.files().forEach((name, file) -> check.taken("files." + name, file.folder()));
        var checked = new ArrayList<MemberAccount.Checked>();
        new TreeMap<>(inboxes)
                .forEach(
                        (name, inbox) -> {
                            var account = accounts.getOrDefault(name, MemberAccount.usual());
                            var one = account(check, name, inbox, account);
                            if (one != null) {
                                checked.add(one);
                            }
                        });
        check.refuse();
        return List.copyOf(checked);
    }

    private static MemberAccount.@Nullable Checked account(
            InboxCheck check, String name, FileAccount configured, MemberAccount account) {
        var mapping = mapping(check, name, configured);
        var inbox = check.inbox(name, configured, mapping == null ? null : mapping.zone());
        var share = SHARE.matcher(account.maxGone().strip());
        if (!share.matches()) {
            check.wrong(name + ".max-gone", "is not a share such as 10%");
        }
        if (account.maxGoneFrom() < 1) {
            check.wrong(name + ".max-gone-from", "must be at least 1");
        }
        if (!configured.constants().isEmpty()) {
            check.wrong(name + ".constants", "belongs to till files");
        }
        var dryRun = dryRun(configured, account);
        if (dryRun != null && same(dryRun, configured.folder())) {
            check.wrong(name + ".dry-run", "is the inbox itself");
        }
        if (inbox == null || mapping == null || !share.matches()) {
            return null;
        }
        var maxGone = new BigDecimal(Objects.requireNonNull(share.group(1))).movePointLeft(2);
        return new MemberAccount.Checked(
                inbox,
                mapping,
                account.mode(),
                new Leavers(maxGone, account.maxGoneFrom()),
                dryRun);
    }

    private static boolean same(Path dryRun, @Nullable Path folder) {
        return folder != null
                && dryRun.toAbsolutePath().normalize().equals(folder.toAbsolutePath().normalize());
    }

    private static @Nullable Path dryRun(FileAccount configured, MemberAccount account) {
        if (account.dryRun() != null) {
            return account.dryRun();
        }
        return configured.folder() == null ? null : configured.folder().resolve("dry-run");
    }

    private static @Nullable MemberMapping mapping(
            InboxCheck check, String name, FileAccount configured) {
        if (configured.mapping() == null) {
            check.wrong(name + ".mapping", "is missing");
            return null;
        }
        try {
            return MemberMapping.load(configured.mapping());
        } catch (WrongMapping e) {
            check.wrong(name + ".mapping", e.getMessage());
            return null;
        }
    }
}
