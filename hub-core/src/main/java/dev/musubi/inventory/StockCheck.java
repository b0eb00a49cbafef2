package dev.musubi.inventory;

import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the positions of stock are what their ledger comes to. Runs beside a working hub:
 * each position is looked at in one transaction.
 */
public final class StockCheck {

    private static final int PAGE = 500;
    private static final int MOST_SHOWN = 100;

    private final DocumentStore store;
    private final StockStore stock;
    private final Clock clock;

    StockCheck(DocumentStore store, StockStore stock, Clock clock) {
        this.store = store;
        this.stock = stock;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param positions how many were looked at
     * @param differ the first hundred of those that are not what their ledger comes to
     * @param faults how many these are
     * @param mended how many of them were written anew
     */
    public record Report(long positions, List<Spot> differ, long faults, long mended) {

        public Report {
            differ = List.copyOf(differ);
        }

        /** Whether nothing is left that does not agree. */
        public boolean agrees() {
            return faults == mended;
        }
    }

    /**
     * Looks at positions.
     *
     * @param every one of so many, 1 for all; positions that are missing are looked for only then
     * @param repair whether what differs is written anew
     */
    public Report check(int every, boolean repair) {
        long passed = 0;
        long seen = 0;
        List<Spot> differ = new ArrayList<>();
        try (Transactions transactions = new Transactions(store)) {
            List<Spot> page = stock.spotsAfter(null, PAGE);
            while (!page.isEmpty()) {
                for (Spot spot : page) {
                    if (passed++ % every == 0) {
                        seen++;
                        if (differs(transactions, spot, false, repair)) {
                            differ.add(spot);
                        }
                    }
                }
                page = stock.spotsAfter(page.getLast(), PAGE);
            }
            if (every == 1) {
                stock.booked(
                        spot -> {
                            if (differs(transactions, spot, true, repair)) {
                                differ.add(spot);
                            }
                        });
            }
        }
        return new Report(
                seen,
                differ.stream().limit(MOST_SHOWN).toList(),
                differ.size(),
                repair ? differ.size() : 0);
    }

    private boolean differs(
            Transactions transactions, Spot spot, boolean missingOnly, boolean repair) {
        while (true) {
            try {
                return transactions.run(tx -> differs(tx, spot, missingOnly, repair));
            } catch (Contended busy) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean differs(
            Transaction transaction, Spot spot, boolean missingOnly, boolean repair) {
        StockPosition is = stock.find(transaction, List.of(spot)).get(spot);
        if (missingOnly && is != null) {
            return false;
        }
        List<Entry> booked = stock.entries(transaction, spot);
        StockPosition due = due(spot, booked, is);
        if (is != null && text(is).equals(text(due))) {
            return false;
        }
        if (repair) {
            stock.write(transaction, List.of(due), List.of(), clock.instant());
        }
        return true;
    }

    private static StockPosition due(Spot spot, List<Entry> booked, @Nullable StockPosition is) {
        StockPosition folded = StockPosition.unknown(spot).with(booked, BigDecimal.ZERO);
        return new StockPosition(
                spot,
                folded.counted(),
                folded.since(),
                folded.reports(),
                folded.sold(),
                is == null ? 1 : is.version() + 1);
    }

    /** The same for what comes to the same, however its numbers are written. */
    private static String text(StockPosition position) {
        Map<String, String> reports = new TreeMap<>();
        position.reports().forEach((source, count) -> reports.put(source, text(count)));
        Map<Long, String> sold = new TreeMap<>();
        position.sold().forEach((day, quantity) -> sold.put(day, text(quantity)));
        return text(position.counted()) + text(position.since()) + reports + sold;
    }

    private static String text(@Nullable Count count) {
        return count == null
                ? "-"
                : String.join(
                        " ",
                        text(count.quantity()),
                        count.at().toString(),
                        String.valueOf(count.sequence()),
                        count.source(),
                        count.event());
    }

    private static String text(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
