package dev.musubi.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.event.OrderLine;
import dev.musubi.inventory.Entry.Kind;
import dev.musubi.order.Effect;
import dev.musubi.order.Order.Returned;
import dev.musubi.order.OrderFeed.Moved;
import dev.musubi.order.Stamp;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Whatever comes, in whatever order and however it is cut: nothing appears and nothing is lost. */
class StockPositionProperties {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Spot SPOT = new Spot("ginza", "A-1");

    @Property(tries = 500)
    void aPositionIsWhatItsEntriesComeToInAnyOrderAndAnyBatches(@ForAll Random random) {
        List<Entry> entries = entries(random);
        StockPosition expected = fold(entries, entries.size());
        List<Entry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, random);

        StockPosition position = fold(shuffled, 1 + random.nextInt(5));

        assertThat(position.counted()).isEqualTo(expected.counted());
        assertThat(position.since()).isEqualByComparingTo(expected.since());
        assertThat(position.reports()).isEqualTo(expected.reports());
        assertThat(position.sold()).isEqualTo(expected.sold());
        Count counted = position.counted();
        assertThat(position.since())
                .isEqualByComparingTo(after(entries, counted == null ? null : counted.at()));
    }

    @Property(tries = 500)
    void whatAnOrderMovesAddsUpToWhatItSaysLast(@ForAll Random random) {
        @Nullable Effect now = null;
        Map<Spot, BigDecimal> moved = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (int change = 1; change <= 6; change++) {
            Effect next = effect(random, now);
            for (Entry entry : Movements.of(new Moved("s|o|" + change, "s|o", START, now, next))) {
                moved.merge(entry.spot(), entry.quantity(), BigDecimal::add);
                ids.add(entry.id());
            }
            now = next;
        }

        Map<Spot, BigDecimal> expected = new HashMap<>();
        for (OrderLine line : now.lines()) {
            if (line.kind() == OrderLine.Kind.PRODUCT) {
                BigDecimal out = now.credit() ? line.quantity().abs().negate() : line.quantity();
                expected.merge(new Spot(now.location(), line.sku()), out.negate(), BigDecimal::add);
            }
        }
        now.returns()
                .forEach(
                        r ->
                                r.lines().stream()
                                        .filter(l -> l.kind() == OrderLine.Kind.PRODUCT)
                                        .forEach(
                                                l ->
                                                        expected.merge(
                                                                new Spot(r.location(), l.sku()),
                                                                l.quantity().abs(),
                                                                BigDecimal::add)));
        moved.values().removeIf(q -> q.signum() == 0);
        expected.values().removeIf(q -> q.signum() == 0);
        assertThat(moved).isEqualTo(expected);
        assertThat(ids).doesNotHaveDuplicates();
    }

    /** As the consumer does: a ledger, and sums from it where a newer count comes. */
    private static StockPosition fold(List<Entry> entries, int size) {
        StockPosition position = StockPosition.unknown(SPOT);
        List<Entry> ledger = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += Math.max(1, size)) {
            List<Entry> batch =
                    entries.subList(from, Math.min(entries.size(), from + Math.max(1, size)));
            Count newest = position.newest(batch);
            position = position.with(batch, after(ledger, newest == null ? null : newest.at()));
            ledger.addAll(batch);
        }
        return position;
    }

    private static BigDecimal after(List<Entry> ledger, @Nullable Instant time) {
        return ledger.stream()
                .filter(e -> !e.counts())
                .filter(e -> time == null || e.at().isAfter(time))
                .map(Entry::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Entry> entries(Random random) {
        List<Entry> entries = new ArrayList<>();
        int number = random.nextInt(30);
        for (int i = 0; i < number; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            int quantity = random.nextInt(20);
            entries.add(
                    new Entry(
                            "e-" + i,
                            SPOT,
                            kind,
                            BigDecimal.valueOf(kind == Kind.SOLD ? -quantity : quantity),
                            START.plusSeconds(3_600L * random.nextInt(24 * 40)),
                            random.nextBoolean() ? (long) random.nextInt(3) : null,
                            "s-" + random.nextInt(3),
                            "e-" + i));
        }
        return entries;
    }

    private static Effect effect(Random random, @Nullable Effect before) {
        boolean cancelled =
                (before != null && before.cancelledAt() != null) || random.nextInt(6) == 0;
        List<Returned> returns =
                before == null ? new ArrayList<>() : new ArrayList<>(before.returns());
        if (random.nextInt(3) == 0) {
            String id = "r-" + random.nextInt(3);
            returns.removeIf(r -> r.returnId().equals(id));
            returns.add(
                    new Returned(
                            new Stamp(1, START, "s|e"),
                            id,
                            "JPY",
                            BigDecimal.ONE,
                            "store",
                            "shop-" + random.nextInt(2),
                            lines(random)));
        }
        return new Effect(
                "s",
                "store",
                "shop-" + random.nextInt(2),
                random.nextInt(5) == 0,
                START,
                cancelled ? START : null,
                cancelled ? List.of() : lines(random),
                cancelled ? List.of() : returns);
    }

    private static List<OrderLine> lines(Random random) {
        List<OrderLine> lines = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            lines.add(
                    new OrderLine(
                            "sku-" + random.nextInt(3),
                            BigDecimal.valueOf(random.nextInt(7) - 2L),
                            null,
                            null,
                            random.nextInt(5) == 0 ? OrderLine.Kind.CHARGE : OrderLine.Kind.PRODUCT,
                            null,
                            null));
        }
        return lines;
    }
}
