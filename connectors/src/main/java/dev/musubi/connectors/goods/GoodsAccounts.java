package dev.musubi.connectors.goods;

import dev.musubi.connectors.csv.WrongMapping;
import dev.musubi.connectors.files.FileAccount;
import dev.musubi.connectors.files.FileChannels;
import dev.musubi.connectors.files.Inbox;
import dev.musubi.connectors.files.InboxCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Checks the accounts at start: whatever is wrong stops the hub, all of it in one message that
 * names the keys.
 */
final class GoodsAccounts {
    static final String CHANNEL = "goods";
    static final String PREFIX = "musubi.channels.goods";

    private GoodsAccounts() {}

    /**
     * Binds and checks.
     *
     * @throws IllegalArgumentException with every problem, each by its key
     */
    static Map<Inbox, GoodsMapping> check(Binder binder, FileChannels files) {
        var accounts =
                binder.bind(PREFIX, Bindable.mapOf(String.class, FileAccount.class))
                        .orElseGet(Map::of);
        var check = new InboxCheck(CHANNEL, PREFIX + ".", files.work());
        files.files().forEach((name, file) -> check.taken("files." + name, file.folder()));
        var checked = new LinkedHashMap<Inbox, GoodsMapping>();
        new TreeMap<>(accounts)
                .forEach(
                        (name, account) -> {
                            var mapping = mapping(check, name, account);
                            var inbox =
                                    check.inbox(
                                            name, account, mapping == null ? null : mapping.zone());
                            if (!account.constants().isEmpty()) {
                                check.wrong(name + ".constants", "belongs into the mapping here");
                            }
                            if (inbox != null && mapping != null) {
                                checked.put(inbox, mapping);
                            }
                        });
        check.refuse();
        return checked;
    }

    private static @Nullable GoodsMapping mapping(
            InboxCheck check, String name, FileAccount account) {
        if (account.mapping() == null) {
            check.wrong(name + ".mapping", "is missing");
            return null;
        }
        try {
            return GoodsMapping.load(account.mapping());
        } catch (WrongMapping e) {
            check.wrong(name + ".mapping", e.getMessage());
            return null;
        }
    }
}
