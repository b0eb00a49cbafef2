package dev.musubi.console;

import dev.musubi.openapi.model.Order;
import dev.musubi.openapi.model.OrderReturn;
import dev.musubi.openapi.model.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is open between the shop and a person. Pure.
 *
 * @param pickups orders that lie ready in a store
 * @param orders others that are on their way
 * @param returns what came back lately, with its lines
 * @param cases support cases that nobody has resolved
 */
record Waiting(List<Order> pickups, List<Order> orders, List<Returned> returns, List<Case> cases) {

    /** Longer ago, and a shop has forgotten to say that it arrived. */
    private static final Duration ON_ITS_WAY = Duration.ofDays(45);

    /** So long people ask about money that is to come back. */
    private static final Duration LATELY = Duration.ofDays(30);

    private static final Set<String> CASE =
            Set.of("support.opened", "support.replied", "support.resolved");

    Waiting {
        pickups = List.copyOf(pickups);
        orders = List.copyOf(orders);
        returns = List.copyOf(returns);
        cases = List.copyOf(cases);
    }

    /** A return, and the order that it is of. */
    record Returned(Order order, OrderReturn part) {}

    /**
     * A support case.
     *
     * @param subject as it was opened with; empty where it had none
     * @param at its newest message
     */
    record Case(String id, String subject, OffsetDateTime at, int messages) {}

    public boolean nothing() {
        return pickups.isEmpty() && orders.isEmpty() && returns.isEmpty() && cases.isEmpty();
    }

    public int count() {
        return pickups.size() + orders.size() + returns.size() + cases.size();
    }

    /**
     * @param orders newest first
     * @param events newest first
     */
    static Waiting of(List<Order> orders, List<TimelineEvent> events, Instant now) {
        List<Order> pickups = new ArrayList<>();
        List<Order> open = new ArrayList<>();
        List<Returned> returns = new ArrayList<>();
        for (Order order : orders) {
            switch (order.getStatus()) {
                case READY -> pickups.add(order);
                case PLACED, SHIPPED -> {
                    if (onItsWay(order, now)) {
                        open.add(order);
                    }
                }
                case COLLECTED, DELIVERED, RETURNED, CANCELLED -> {}
            }
            order.getReturns().stream()
                    .filter(r -> within(r.getTime(), LATELY, now))
                    .forEach(r -> returns.add(new Returned(order, r)));
        }
        return new Waiting(pickups, open, returns, cases(events));
    }

    /** What is bought in a store is in the customer's hands when it is paid. */
    private static boolean onItsWay(Order order, Instant now) {
        return order.getKind() == Order.KindEnum.SALE
                && !(order.getChannel().equals("store")
                        && order.getStatus() == Order.StatusEnum.PLACED)
                && within(order.getTime(), ON_ITS_WAY, now);
    }

    private static boolean within(@Nullable OffsetDateTime time, Duration past, Instant now) {
        return time != null && time.toInstant().isAfter(now.minus(past));
    }

    private static List<Case> cases(List<TimelineEvent> newestFirst) {
        Map<String, Case> cases = new LinkedHashMap<>();
        for (TimelineEvent event : newestFirst.reversed()) {
            if (!CASE.contains(event.getType())) {
                continue;
            }
            String id = text(event, "case");
            if (event.getType().equals("support.resolved")) {
                cases.remove(id);
                continue;
            }
            Case before = cases.get(id);
            cases.put(
                    id,
                    new Case(
                            id,
                            before == null || before.subject().isEmpty()
                                    ? text(event, "subject")
                                    : before.subject(),
                            event.getTime(),
                            before == null ? 1 : before.messages() + 1));
        }
        return List.copyOf(cases.values()).reversed();
    }

    private static String text(TimelineEvent event, String field) {
        Object value = event.getData().get(field);
        return value == null ? "" : value.toString();
    }
}
