package dev.musubi.connectors.files;

import dev.musubi.connectors.csv.MappingFile;
import dev.musubi.connectors.csv.WrongMapping;
import dev.musubi.connectors.goods.GoodsKind;
import dev.musubi.connectors.goods.GoodsMapping;
import dev.musubi.connectors.pos.Mappings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks the accounts of files at start: whatever is wrong stops the hub, all of it in one message
 * that names the keys.
 */
final class CheckedAccounts {
    private static final String RECEIPTS = "receipts";

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
                            var one = account(check, name, account);
                            if (one != null) {
                                checked.add(one);
                            }
                        });
        check.refuse();
        return List.copyOf(checked);
    }

    private static @Nullable CheckedAccount account(
            InboxCheck check, String name, FileAccount account) {
        return isOfGoods(check, name, account)
                ? goods(check, name, account)
                : receipts(check, name, account);
    }

    private static @Nullable CheckedAccount receipts(
            InboxCheck check, String name, FileAccount account) {
        var mapping =
                mapping(
                        check,
                        name,
                        account,
                        named -> Mappings.load(named).with(account.constants()));
        var inbox = check.inbox(name, account, mapping == null ? null : mapping.zone());
        return inbox == null || mapping == null
                ? null
                : new CheckedAccount.OfReceipts(inbox, mapping);
    }

    private static @Nullable CheckedAccount goods(
            InboxCheck check, String name, FileAccount account) {
        var mapping =
                mapping(
                        check,
                        name,
                        account,
                        named -> GoodsMapping.load(named, account.constants()));
        if (!account.verified().isEmpty()) {
            check.wrong(name + ".verified", "belongs to files that name customers");
        }
        var inbox = check.inbox(name, account, mapping == null ? null : mapping.zone());
        return inbox == null || mapping == null ? null : new CheckedAccount.OfGoods(inbox, mapping);
    }

    /** By the mapping's kind; where there is none, or the mapping cannot be read, receipts. */
    private static boolean isOfGoods(InboxCheck check, String name, FileAccount account) {
        try {
            var kind =
                    account.mapping() == null
                            ? RECEIPTS
                            : MappingFile.kind(account.mapping()).orElse(RECEIPTS);
            var ofGoods = GoodsKind.wires().contains(kind);
            if (!ofGoods && !kind.equals(RECEIPTS)) {
                check.wrong(
                        name + ".mapping",
                        "mapping "
                                + account.mapping()
                                + ": kind: is one of receipts, stock, products, locations; got "
                                + kind);
            }
            return ofGoods;
        } catch (WrongMapping _) {
            return false; // said where it is loaded
        }
    }

    private static <M> @Nullable M mapping(
            InboxCheck check, String name, FileAccount account, Function<String, M> load) {
        if (account.mapping() == null) {
            check.wrong(name + ".mapping", "is missing");
            return null;
        }
        try {
            return load.apply(account.mapping());
        } catch (WrongMapping e) {
            check.wrong(name + ".mapping", e.getMessage());
        } catch (IllegalArgumentException e) {
            check.wrong(name + ".constants", e.getMessage());
        }
        return null;
    }
}
