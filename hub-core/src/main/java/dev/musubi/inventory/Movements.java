package dev.musubi.inventory;

import dev.musubi.event.OrderLine;
import dev.musubi.event.StockData;
import dev.musubi.event.StoredEvent;
import dev.musubi.inventory.Entry.Kind;
import dev.musubi.order.Effect;
import dev.musubi.order.Order.Returned;
import dev.musubi.order.OrderFeed.Moved;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What events and orders do to stock. Pure.
 *
 * <p>An order moves by the difference of what it said before and says now, dated by the event that
 * made the difference: so however often and in whatever order it is told, its movements add up to
 * what it says last.
 */
final class Movements {

    private Movements() {}

    static Entry of(StoredEvent stored, String source, StockData data) {
        Kind kind =
                switch (data) {
                    case StockData.Counted _ -> Kind.COUNTED;
                    case StockData.Adjusted _ -> Kind.ADJUSTED;
                };
        return new Entry(
                stored.key() + "|0",
                new Spot(data.location(), data.sku()),
                kind,
                data.quantity(),
                stored.effectiveTime(),
                data instanceof StockData.Counted counted ? counted.sequence() : null,
                source,
                stored.key());
    }

    static List<Entry> of(Moved moved) {
        List<Entry> entries = new ArrayList<>();
        Effect before = moved.before();
        Effect after = moved.after();
        if (after != null) {
            content(moved, before, after, entries);
            returns(moved, before, after, entries);
        }
        return entries;
    }

    private static void content(
            Moved moved, @Nullable Effect before, Effect after, List<Entry> entries) {
        SortedMap<Spot, BigDecimal> was = gone(before);
        SortedMap<Spot, BigDecimal> is = gone(after);
        boolean cancelled =
                after.cancelledAt() != null && (before == null || before.cancelledAt() == null);
        Instant told = cancelled ? after.cancelledAt() : after.toldAt();
        Instant at = told == null ? moved.at() : told;
        for (Spot spot : both(was, is)) {
            BigDecimal old = was.getOrDefault(spot, BigDecimal.ZERO);
            BigDecimal now = is.getOrDefault(spot, BigDecimal.ZERO);
            BigDecimal more = old.subtract(now);
            Kind kind = Kind.CORRECTED;
            if (cancelled) {
                kind = Kind.CANCELLED;
            } else if (old.signum() == 0) {
                kind = more.signum() < 0 ? Kind.SOLD : Kind.RETURNED;
            }
            book(moved, spot, kind, more, at, after.source(), entries);
        }
    }

    private static void returns(
            Moved moved, @Nullable Effect before, Effect after, List<Entry> entries) {
        SortedSet<String> ids = new TreeSet<>();
        ids.addAll(ids(before));
        ids.addAll(ids(after));
        for (String id : ids) {
            SortedMap<Spot, BigDecimal> was = back(before, id);
            SortedMap<Spot, BigDecimal> is = back(after, id);
            Instant at =
                    after.returns().stream()
                            .filter(r -> r.returnId().equals(id))
                            .map(r -> r.stamp().at())
                            .findFirst()
                            .orElse(Objects.requireNonNullElse(after.cancelledAt(), moved.at()));
            Kind kind = ids(after).contains(id) ? Kind.RETURNED : Kind.CANCELLED;
            for (Spot spot : both(was, is)) {
                BigDecimal more =
                        is.getOrDefault(spot, BigDecimal.ZERO)
                                .subtract(was.getOrDefault(spot, BigDecimal.ZERO));
                book(moved, spot, kind, more, at, source(before, after, id), entries);
            }
        }
    }

    private static void book(
            Moved moved,
            Spot spot,
            Kind kind,
            BigDecimal more,
            Instant at,
            @Nullable String source,
            List<Entry> entries) {
        if (more.signum() != 0) {
            entries.add(
                    new Entry(
                            moved.id() + "|" + entries.size(),
                            spot,
                            kind,
                            more,
                            at,
                            null,
                            source,
                            moved.order()));
        }
    }

    /** The SKUs that an order names, wherever it was, with the source that says so. */
    static Map<String, String> skus(Moved moved) {
        Map<String, String> skus = new HashMap<>();
        Effect after = moved.after();
        if (after != null) {
            skus.putAll(skus(after.lines(), after.source()));
            for (Returned returned : after.returns()) {
                skus(returned.lines(), source(returned)).forEach(skus::putIfAbsent);
            }
        }
        return skus;
    }

    private static Map<String, String> skus(List<OrderLine> lines, @Nullable String source) {
        Map<String, String> skus = new HashMap<>();
        for (OrderLine line : lines) {
            if (line.kind() == OrderLine.Kind.PRODUCT) {
                skus.put(line.sku(), Objects.requireNonNullElse(source, ""));
            }
        }
        return skus;
    }

    private static @Nullable String source(@Nullable Effect before, Effect after, String returnId) {
        return Stream.of(Optional.of(after), Optional.ofNullable(before))
                .flatMap(Optional::stream)
                .flatMap(effect -> effect.returns().stream())
                .filter(r -> r.returnId().equals(returnId))
                .map(Movements::source)
                .findFirst()
                .orElse(null);
    }

    private static String source(Returned returned) {
        return StoredEvent.source(returned.stamp().event());
    }

    /** What an order has taken out of stock; a credit note brings back, whatever its signs. */
    private static SortedMap<Spot, BigDecimal> gone(@Nullable Effect effect) {
        return effect == null
                ? new TreeMap<>()
                : bySpot(
                        effect.lines(),
                        effect.location(),
                        q -> effect.credit() ? q.abs().negate() : q);
    }

    /** What a return has brought back, whatever its signs: where it was, else where it was sold. */
    private static SortedMap<Spot, BigDecimal> back(@Nullable Effect effect, String returnId) {
        if (effect == null) {
            return new TreeMap<>();
        }
        for (Returned returned : effect.returns()) {
            if (returned.returnId().equals(returnId)) {
                String place =
                        returned.location() == null ? effect.location() : returned.location();
                return bySpot(returned.lines(), place, BigDecimal::abs);
            }
        }
        return new TreeMap<>();
    }

    private static List<String> ids(@Nullable Effect effect) {
        return effect == null
                ? List.of()
                : effect.returns().stream().map(Returned::returnId).toList();
    }

    private static SortedMap<Spot, BigDecimal> bySpot(
            List<OrderLine> lines, @Nullable String location, UnaryOperator<BigDecimal> signed) {
        SortedMap<Spot, BigDecimal> bySpot = new TreeMap<>();
        if (location == null) {
            return bySpot;
        }
        for (OrderLine line : lines) {
            if (line.kind() == OrderLine.Kind.PRODUCT) {
                bySpot.merge(
                        new Spot(location, line.sku()),
                        signed.apply(line.quantity()),
                        BigDecimal::add);
            }
        }
        return bySpot;
    }

    private static SortedSet<Spot> both(
            SortedMap<Spot, BigDecimal> one, SortedMap<Spot, BigDecimal> other) {
        SortedSet<Spot> both = new TreeSet<>(one.keySet());
        both.addAll(other.keySet());
        return both;
    }
}
