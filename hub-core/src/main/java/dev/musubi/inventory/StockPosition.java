package dev.musubi.inventory;

import dev.musubi.inventory.Entry.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many of a SKU there are in a location, as the entries of the ledger come to. Pure.
 *
 * @param counted the newest count of all sources; absent where nobody has counted
 * @param since what movements after it come to; of all movements where nobody has counted
 * @param reports the newest count of each source
 * @param sold how many were sold on each of the newest days, by days since 1970 (UTC)
 * @param version goes up with every change
 */
public record StockPosition(
        Spot spot,
        @Nullable Count counted,
        BigDecimal since,
        SortedMap<String, Count> reports,
        SortedMap<Long, BigDecimal> sold,
        long version) {

    /** Demand is looked at over as many days. */
    static final int DAYS = 28;

    private static final int MOST_REPORTS = 8;

    public StockPosition {
        reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
        sold = Collections.unmodifiableSortedMap(new TreeMap<>(sold));
    }

    static StockPosition unknown(Spot spot) {
        return new StockPosition(spot, null, BigDecimal.ZERO, new TreeMap<>(), new TreeMap<>(), 0);
    }

    /** How many there are, less than nothing where more was sold than counted. */
    public Optional<BigDecimal> onHand() {
        return Optional.ofNullable(counted).map(c -> c.quantity().add(since));
    }

    /** The newest count once these are booked. */
    @Nullable Count newest(Collection<Entry> more) {
        Optional<Count> fresh =
                more.stream().filter(Entry::counts).map(Count::of).max(Comparator.naturalOrder());
        if (counted == null) {
            return fresh.orElse(null);
        }
        return fresh.filter(f -> f.compareTo(counted) > 0).orElse(counted);
    }

    /**
     * With more entries, each of them for the first time.
     *
     * @param stored where the newest count is another than before: what the movements after it come
     *     to that were booked before these
     */
    StockPosition with(List<Entry> more, BigDecimal stored) {
        Count newest = newest(more);
        boolean same = newest == null || newest.equals(counted);
        BigDecimal sum = same ? since : stored;
        SortedMap<String, Count> told = new TreeMap<>(reports);
        SortedMap<Long, BigDecimal> gone = new TreeMap<>(sold);
        for (Entry entry : more) {
            if (entry.counts()) {
                report(told, Count.of(entry));
                continue;
            }
            if (newest == null || entry.at().isAfter(newest.at())) {
                sum = sum.add(entry.quantity());
            }
            if (entry.kind() == Kind.SOLD) {
                gone.merge(day(entry.at()), entry.quantity().negate(), BigDecimal::add);
            }
        }
        return new StockPosition(spot, newest, sum, bounded(told), recent(gone), version + 1);
    }

    /**
     * Together with a position that turns out to be of the same thing.
     *
     * @param after what the movements of both come to after the newer count of the two, or all of
     *     them where there is none
     */
    StockPosition together(StockPosition other, BigDecimal after) {
        SortedMap<String, Count> told = new TreeMap<>(reports);
        other.reports.values().forEach(c -> report(told, c));
        SortedMap<Long, BigDecimal> gone = new TreeMap<>(sold);
        other.sold.forEach((day, quantity) -> gone.merge(day, quantity, BigDecimal::add));
        return new StockPosition(
                spot,
                newer(counted, other.counted),
                after,
                bounded(told),
                recent(gone),
                Math.max(version, other.version) + 1);
    }

    static @Nullable Count newer(@Nullable Count one, @Nullable Count other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void report(SortedMap<String, Count> reports, Count count) {
        reports.merge(count.source(), count, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private static SortedMap<String, Count> bounded(SortedMap<String, Count> reports) {
        while (reports.size() > MOST_REPORTS) {
            reports.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .ifPresent(oldest -> reports.remove(oldest.getKey()));
        }
        return reports;
    }

    /** The newest days only: what is older never comes back, in whatever order days come. */
    private static SortedMap<Long, BigDecimal> recent(SortedMap<Long, BigDecimal> sold) {
        return sold.isEmpty() ? sold : sold.tailMap(sold.lastKey() - DAYS + 1);
    }

    static long day(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), ChronoUnit.DAYS.getDuration().toSeconds());
    }
}
