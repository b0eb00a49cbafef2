package dev.musubi.order;

import dev.musubi.event.OrderLine;
import dev.musubi.identity.Node;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An order, as all its events together tell it.
 *
 * @param id {@code orderSystem|orderId}
 * @param orderedAt the earliest effective time of its content events; absent while none has come
 * @param content what was ordered, by the newest content event; absent while none has come
 * @param owner who ordered, by the newest content event that says it; else the receipt, where
 *     somebody has claimed it
 * @param receipt by the newest content event that names nothing stronger
 * @param steps the newest event of each kind that changes its status
 * @param returns what came back, by return id
 * @param things whether events are at home in the order itself, because they name no person
 * @param sequence how often what it counts has changed
 */
public record Order(
        String id,
        String system,
        String orderId,
        @Nullable Instant orderedAt,
        @Nullable Content content,
        @Nullable Owner owner,
        @Nullable Owner receipt,
        SortedMap<Step, Stamp> steps,
        SortedMap<String, Returned> returns,
        boolean things,
        long sequence) {

    public Order {
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
        returns = Collections.unmodifiableSortedMap(new TreeMap<>(returns));
    }

    /** What changes an order's status. */
    public enum Step {
        SHIPPED("shipped"),
        READY("ready"),
        COLLECTED("collected"),
        DELIVERED("delivered"),
        CANCELLED("cancelled");

        private final String wire;

        Step(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        static Optional<Step> ofType(String eventType) {
            for (Step step : values()) {
                if (eventType.equals("order." + step.wire)) {
                    return Optional.of(step);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * @param revenue what it comes to: its total, else the sum of its lines; negative for most
     *     credits
     * @param mismatch whether a given total differs from the sum of its lines
     * @param numbers printed numbers by which people name the order
     */
    public record Content(
            Stamp stamp,
            String source,
            String channel,
            @Nullable String location,
            boolean credit,
            String currency,
            BigDecimal revenue,
            boolean mismatch,
            boolean incomplete,
            @Nullable String paymentStatus,
            SortedSet<String> numbers,
            List<OrderLine> lines) {
        public Content {
            numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
            lines = List.copyOf(lines);
        }
    }

    /** Who ordered. */
    public record Owner(Stamp stamp, Node node) {}

    /**
     * @param amount what was paid back, not negative
     * @param channel where it came back
     */
    public record Returned(
            Stamp stamp,
            String returnId,
            String currency,
            BigDecimal amount,
            String channel,
            @Nullable String location,
            List<OrderLine> lines) {
        public Returned {
            lines = List.copyOf(lines);
        }
    }

    static String id(String system, String orderId) {
        return system + "|" + orderId;
    }

    static Order unknown(String system, String orderId) {
        return new Order(
                id(system, orderId),
                system,
                orderId,
                null,
                null,
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                false,
                0);
    }

    public boolean cancelled() {
        return steps.containsKey(Step.CANCELLED);
    }

    /**
     * What it counts now: nothing while its content is unknown, and nothing once it is cancelled.
     */
    public Tally tally() {
        if (content == null || cancelled()) {
            return Tally.NONE;
        }
        SortedMap<String, BigDecimal> revenue = new TreeMap<>();
        revenue.merge(content.currency(), content.revenue(), BigDecimal::add);
        for (Returned returned : returns.values()) {
            revenue.merge(returned.currency(), returned.amount().negate(), BigDecimal::add);
        }
        return content.credit() ? new Tally(0, 1, revenue) : new Tally(1, 0, revenue);
    }

    /** Whether it counts the same, for the same person and in the same channel. */
    public boolean countsLike(Order other) {
        return tally().equals(other.tally())
                && Objects.equals(ownerNode(), other.ownerNode())
                && Objects.equals(channel(), other.channel());
    }

    private @Nullable Node ownerNode() {
        return owner == null ? null : owner.node();
    }

    private @Nullable String channel() {
        return content == null ? null : content.channel();
    }

    Order numbered(long sequence) {
        return new Order(
                id, system, orderId, orderedAt, content, owner, receipt, steps, returns, things,
                sequence);
    }

    /** The same with another owner. */
    Order ownedBy(@Nullable Owner other) {
        return new Order(
                id, system, orderId, orderedAt, content, other, receipt, steps, returns, things,
                sequence);
    }

    /** The status in one word: the furthest step, else {@code returned} or {@code placed}. */
    public String status() {
        if (cancelled()) {
            return Step.CANCELLED.wire();
        }
        if (!returns.isEmpty()) {
            return "returned";
        }
        for (Step step : List.of(Step.COLLECTED, Step.DELIVERED, Step.READY, Step.SHIPPED)) {
            if (steps.containsKey(step)) {
                return step.wire();
            }
        }
        return content == null ? "unknown" : "placed";
    }
}
