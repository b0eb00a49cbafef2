package dev.musubi.server;

import dev.musubi.inventory.StockCheck;
import dev.musubi.people.Consistency;
import dev.musubi.people.Consistency.Finding;
import dev.musubi.search.IndexCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a check of the stores found, in lines for a terminal; ids of profiles, no other word. Pure.
 */
final class CheckReport {

    private CheckReport() {}

    /** Whether nothing is left that does not agree. */
    static boolean agrees(
            Consistency.Report stored, IndexCheck.Report found, StockCheck.Report stock) {
        return stored.faults() == stored.mended() && found.agrees() && stock.agrees();
    }

    static List<String> lines(
            Consistency.Report stored,
            IndexCheck.Report found,
            StockCheck.Report stock,
            boolean repair) {
        List<String> lines = new ArrayList<>();
        stored.findings().forEach(finding -> lines.add(line(finding)));
        more(lines, stored.faults(), stored.findings().size());
        found.behind().forEach(id -> lines.add("  profile " + id + ": it is not so in the index"));
        more(lines, found.faults(), found.behind().size());
        found.nobodys()
                .forEach(id -> lines.add("  document " + id + " of the index: nobody has it"));
        more(lines, found.strangers(), found.nobodys().size());
        stock.differ()
                .forEach(
                        spot ->
                                lines.add(
                                        "  stock of %s in %s: it is not what its ledger comes to"
                                                .formatted(spot.sku(), spot.location())));
        more(lines, stock.faults(), stock.differ().size());
        lines.add(
                "%s profiles with %s identifiers: %s"
                        .formatted(
                                count(stored.profiles()),
                                count(stored.identifiers()),
                                outcome(stored.faults(), stored.mended(), repair)));
        lines.add(
                "%s profiles in the index: %s"
                        .formatted(
                                count(found.profiles()),
                                outcome(
                                        found.faults() + found.strangers(),
                                        found.mended() + found.removed(),
                                        repair)));
        lines.add(
                "%s positions of stock: %s"
                        .formatted(
                                count(stock.positions()),
                                outcome(stock.faults(), stock.mended(), repair)));
        if (!agrees(stored, found, stock) && !repair) {
            lines.add("Nothing was changed; with --repair it is mended.");
        }
        return lines;
    }

    private static String outcome(long faults, long mended, boolean repair) {
        if (faults == 0) {
            return "all agree";
        }
        return repair
                ? "%s do not agree, %s of them mended".formatted(count(faults), count(mended))
                : "%s do not agree".formatted(count(faults));
    }

    private static String line(Finding finding) {
        String what =
                switch (finding.fault()) {
                    case FACETS -> "its totals are not what its events and orders say";
                    case IDENTIFIER -> "an identifier of it is missing or points elsewhere";
                    case BIRTH -> "the birth of an identifier of it is missing or another's";
                    case ID -> "its id is not its oldest birth: please report this";
                    case ORPHAN -> "an identifier points to it, and nobody has that";
                    case LOST -> "identifiers point to it, and it is gone or said to be merged";
                    case RETIRED -> "it is said to live, and was merged into another";
                };
        return "  profile %s: %s%s"
                .formatted(finding.profile(), what, finding.mended() ? " (mended)" : "");
    }

    private static void more(List<String> lines, long all, long shown) {
        if (all > shown) {
            lines.add("  … and %s more".formatted(count(all - shown)));
        }
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
