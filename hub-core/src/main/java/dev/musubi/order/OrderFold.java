package dev.musubi.order;

import dev.musubi.event.Event;
import dev.musubi.event.OrderData;
import dev.musubi.event.OrderLine;
import dev.musubi.event.StoredEvent;
import dev.musubi.order.Order.Content;
import dev.musubi.order.Order.Owner;
import dev.musubi.order.Order.Returned;
import dev.musubi.order.Order.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Folds the events of one order, in any order to the same result. Pure. */
final class OrderFold {

    private OrderFold() {}

    static Order fold(Order order, StoredEvent stored, Event event, OrderData data) {
        Stamp stamp = new Stamp(version(event, data), stored.effectiveTime(), stored.key());
        Order folded =
                switch (event.type()) {
                    case "order.placed", "order.updated" ->
                            content(order, stored, event, data, stamp);
                    case "order.returned" -> returned(order, event, data, stamp);
                    default -> step(order, event, stamp);
                };
        return stored.home().person() || folded.things() ? folded : withThings(folded);
    }

    /** The source's own version, else the date of what it was told in, in microseconds. */
    private static long version(Event event, OrderData data) {
        Long version = data.version();
        if (version != null) {
            return version;
        }
        Instant asOf = event.asOf();
        return asOf == null ? Long.MIN_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, asOf);
    }

    private static Order content(
            Order order, StoredEvent stored, Event event, OrderData data, Stamp stamp) {
        Content content = order.content();
        if (content == null || stamp.compareTo(content.stamp()) > 0) {
            content = contentOf(event, data, stamp);
        }
        Owner owner = order.owner();
        if (stored.home().person()
                && (owner == null
                        || !owner.node().person()
                        || stamp.compareTo(owner.stamp()) > 0)) {
            owner = new Owner(stamp, stored.home());
        }
        Owner receipt = order.receipt();
        if (stored.home().claimed() && (receipt == null || stamp.compareTo(receipt.stamp()) > 0)) {
            receipt = new Owner(stamp, stored.home());
        }
        Instant at = order.orderedAt();
        return new Order(
                order.id(),
                order.system(),
                order.orderId(),
                at == null || stamp.at().isBefore(at) ? stamp.at() : at,
                content,
                owner,
                receipt,
                order.steps(),
                order.returns(),
                order.things(),
                order.sequence());
    }

    private static Content contentOf(Event event, OrderData data, Stamp stamp) {
        BigDecimal sum =
                data.lines().stream()
                        .map(OrderFold::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal total = data.total();
        return new Content(
                stamp,
                event.source(),
                event.channel(),
                event.location(),
                data.kind() == OrderData.Kind.CREDIT,
                data.currency(),
                total == null ? sum : total,
                total != null && !data.lines().isEmpty() && total.compareTo(sum) != 0,
                data.incomplete(),
                data.paymentStatus(),
                new TreeSet<>(data.numbers()),
                data.lines());
    }

    /** A line's own amount wins over quantity times price. */
    static BigDecimal amount(OrderLine line) {
        BigDecimal amount = line.amount();
        if (amount != null) {
            return amount;
        }
        BigDecimal price = line.unitPrice();
        return price == null ? BigDecimal.ZERO : price.multiply(line.quantity());
    }

    private static Order returned(Order order, Event event, OrderData data, Stamp stamp) {
        String id = Optional.ofNullable(data.returnId()).orElse(stamp.event());
        Returned known = order.returns().get(id);
        if (known != null && known.stamp().compareTo(stamp) >= 0) {
            return order;
        }
        BigDecimal amount = data.returnAmount();
        SortedMap<String, Returned> returns = new TreeMap<>(order.returns());
        returns.put(
                id,
                new Returned(
                        stamp,
                        id,
                        data.currency(),
                        amount == null ? BigDecimal.ZERO : amount.abs(),
                        event.channel(),
                        event.location(),
                        data.lines()));
        return new Order(
                order.id(),
                order.system(),
                order.orderId(),
                order.orderedAt(),
                order.content(),
                order.owner(),
                order.receipt(),
                order.steps(),
                returns,
                order.things(),
                order.sequence());
    }

    private static Order step(Order order, Event event, Stamp stamp) {
        Optional<Step> step = Step.ofType(event.type());
        if (step.isEmpty()) {
            return order;
        }
        SortedMap<Step, Stamp> steps = new TreeMap<>(order.steps());
        steps.merge(step.get(), stamp, (old, now) -> old.compareTo(now) >= 0 ? old : now);
        return new Order(
                order.id(),
                order.system(),
                order.orderId(),
                order.orderedAt(),
                order.content(),
                order.owner(),
                order.receipt(),
                steps,
                order.returns(),
                order.things(),
                order.sequence());
    }

    private static Order withThings(Order order) {
        return new Order(
                order.id(),
                order.system(),
                order.orderId(),
                order.orderedAt(),
                order.content(),
                order.owner(),
                order.receipt(),
                order.steps(),
                order.returns(),
                true,
                order.sequence());
    }
}
