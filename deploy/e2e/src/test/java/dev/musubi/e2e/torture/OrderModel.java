package dev.musubi.e2e.torture;

import dev.musubi.e2e.torture.Told.Cancelled;
import dev.musubi.e2e.torture.Told.Content;
import dev.musubi.e2e.torture.Told.Returned;
import dev.musubi.e2e.torture.Told.Spot;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an order must be after all that was told of it, in whatever order it came.
 *
 * @param id {@code system|id}
 * @param source of its newest content
 * @param owner whom its newest content names; absent: nobody
 * @param revenue what it counts now
 * @param at when its newest content happened
 * @param first when its first content happened
 * @param moved how many more pieces there are where it moved any
 */
record OrderModel(
        String id,
        String source,
        @Nullable Integer owner,
        String status,
        boolean credit,
        BigDecimal revenue,
        Instant at,
        Instant first,
        List<Moved> moved) {

    /** A movement of stock; negative: fewer. */
    record Moved(Spot spot, Instant at, int pieces) {}

    static OrderModel of(String id, List<Told> told) {
        Told newest =
                told.stream()
                        .filter(t -> t.word() instanceof Content)
                        .max(
                                Comparator.comparingLong((Told t) -> content(t).version())
                                        .thenComparing(Told::at)
                                        .thenComparing(Told::sign))
                        .orElseThrow(() -> new AssertionError("nobody said what is in " + id));
        Content content = content(newest);
        Map<String, Told> returns = new HashMap<>();
        boolean cancelled = false;
        Instant first = newest.at();
        for (Told one : told) {
            switch (one.word()) {
                case Cancelled _ -> cancelled = true;
                case Returned returned -> returns.put(returned.returnId(), one);
                case Content _ -> first = one.at().isBefore(first) ? one.at() : first;
                default -> throw new AssertionError("says nothing of an order: " + one);
            }
        }
        BigDecimal back =
                returns.values().stream()
                        .map(t -> ((Returned) t.word()).amount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new OrderModel(
                id,
                content.source(),
                newest.person(),
                cancelled ? "cancelled" : returns.isEmpty() ? "placed" : "returned",
                content.credit(),
                cancelled ? BigDecimal.ZERO : content.total().subtract(back),
                newest.at(),
                first,
                cancelled ? List.of() : moved(newest, returns.values()));
    }

    private static List<Moved> moved(Told newest, Iterable<Told> returns) {
        List<Moved> moved = new ArrayList<>();
        Content content = content(newest);
        int sign = content.credit() ? 1 : -1;
        add(moved, content.location(), newest.at(), sign, content.goods());
        for (Told one : returns) {
            Returned returned = (Returned) one.word();
            String place = returned.location() == null ? content.location() : returned.location();
            add(moved, place, one.at(), 1, returned.goods());
        }
        return moved;
    }

    private static void add(
            List<Moved> moved,
            @Nullable String place,
            Instant at,
            int sign,
            Map<String, Integer> goods) {
        if (place != null) {
            goods.forEach(
                    (sku, pieces) -> moved.add(new Moved(new Spot(place, sku), at, sign * pieces)));
        }
    }

    /** Whether it counts as an order of anybody. */
    boolean counts() {
        return !status.equals("cancelled");
    }

    private static Content content(Told told) {
        return (Content) told.word();
    }
}
