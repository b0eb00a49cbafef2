package dev.musubi.connectors.files;

import dev.musubi.connectors.csv.WrongMapping;
import dev.musubi.connectors.pos.Mapping;
import dev.musubi.connectors.pos.Mappings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the accounts of till files and order exports at start: whatever is wrong stops the hub,
 * all of it in one message that names the keys.
 */
final class CheckedAccounts {
    private CheckedAccounts() {}

    /**
     * @throws IllegalArgumentException with every problem, each by its key
     */
    static List<CheckedAccount> check(FileChannels channels) {
        var check = new InboxCheck(Letters.CHANNEL, "musubi.channels.files.", channels.work());
        var checked = new ArrayList<CheckedAccount>();
        new TreeMap<>(channels.files())
                .forEach(
                        (name, account) -> {
                            var mapping = mapping(check, name, account);
                            var zone = mapping == null ? null : mapping.zone();
                            var inbox = check.inbox(name, account, zone);
                            if (inbox != null && mapping != null) {
                                checked.add(new CheckedAccount(inbox, mapping));
                            }
                        });
        check.refuse();
        return List.copyOf(checked);
    }

    private static @Nullable Mapping mapping(InboxCheck check, String name, FileAccount account) {
        if (account.mapping() == null) {
            check.wrong(name + ".mapping", "is missing");
            return null;
        }
        try {
            return Mappings.load(account.mapping()).with(account.constants());
        } catch (WrongMapping e) {
            check.wrong(name + ".mapping", e.getMessage());
        } catch (IllegalArgumentException e) {
            check.wrong(name + ".constants", e.getMessage());
        }
        return null;
    }
}
