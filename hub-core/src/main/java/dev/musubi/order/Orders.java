package dev.musubi.order;

import dev.musubi.event.Event;
import dev.musubi.event.OrderData;
import dev.musubi.event.Position;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Node;
import dev.musubi.platform.Transaction;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The orders of all channels, each one entity. Thread safe. */
public final class Orders {

    private final OrderStore store;
    private final Clock clock;

    Orders(OrderStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The id of the order that an event speaks of: its system's name, else the event's source. */
    public static String id(Event event, OrderData data) {
        return Order.id(system(event, data), data.orderId());
    }

    /** What the order is after one more of its events, in whatever order they come. Pure. */
    public static Order fold(
            @Nullable Order before, StoredEvent stored, Event event, OrderData data) {
        Order known = before == null ? Order.unknown(system(event, data), data.orderId()) : before;
        return numbered(known, OrderFold.fold(known, stored, event, data));
    }

    /**
     * The order with the owner that it has: who ordered, else its receipt once that is somebody's.
     * Pure.
     *
     * @param somebodys whether a receipt has been claimed
     */
    public static Order owned(Order before, Predicate<Node> somebodys) {
        Order.Owner owner = before.owner();
        Order.Owner receipt = before.receipt();
        if (owner != null && owner.node().person()) {
            return before;
        }
        Order.Owner due = receipt != null && somebodys.test(receipt.node()) ? receipt : null;
        return Objects.equals(owner, due) ? before : numbered(before, before.ownedBy(due));
    }

    private static Order numbered(Order known, Order after) {
        boolean changed =
                known.cancelled() != after.cancelled()
                        || !Objects.equals(known.content(), after.content())
                        || !Objects.equals(known.owner(), after.owner())
                        || !known.returns().equals(after.returns());
        return changed ? after.numbered(known.sequence() + 1) : after;
    }

    private static String system(Event event, OrderData data) {
        return data.orderSystem() == null ? event.source() : data.orderSystem();
    }

    /** The orders with these ids, as the transaction sees them; unknown ones are left out. */
    public Map<String, Order> find(Transaction transaction, Collection<String> ids) {
        return ids.isEmpty() ? Map.of() : store.find(transaction, ids);
    }

    /** Writes orders and, where what they count has changed, the log that other consumers read. */
    public void write(Transaction transaction, Collection<OrderChange> changes) {
        if (!changes.isEmpty()) {
            store.write(transaction, changes, clock.instant());
        }
    }

    /** The orders that these nodes own, newest first, after a position. */
    public List<Order> ofOwners(Collection<Node> nodes, @Nullable Position before, int limit) {
        return store.ofOwners(keys(nodes), before, limit);
    }

    /** All orders that these nodes own, as the transaction sees them, in no order. */
    public List<Order> ofOwners(Transaction transaction, Collection<Node> nodes) {
        return store.ofOwners(transaction, keys(nodes));
    }

    /** Homes of those events of the owned orders that name no person, at most {@code limit}. */
    public List<Node> homes(Collection<Node> nodes, int limit) {
        return store.things(keys(nodes), limit).stream()
                .map(id -> new Node("order:" + id))
                .toList();
    }

    /** Ids and printed numbers of the newest orders of each node, at most {@code limit} orders. */
    public Map<String, List<String>> numbers(Collection<Node> nodes, int limit) {
        return store.numbers(keys(nodes), limit);
    }

    /** Who owns the orders with this id or printed number, at most {@code limit} of them. */
    public List<Node> owners(String number, int limit) {
        return store.owners(number, limit);
    }

    /** What the uncancelled orders come to, exactly; of one source where it is given. */
    public OrderTotals totals(@Nullable String source) {
        return store.totals(source);
    }

    private static List<String> keys(Collection<Node> nodes) {
        return nodes.stream().map(Node::key).toList();
    }
}
