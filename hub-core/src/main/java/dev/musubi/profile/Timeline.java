package dev.musubi.profile;

import dev.musubi.event.EventLog;
import dev.musubi.event.Position;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Node;
import dev.musubi.order.Orders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a person in all channels, newest first: the events at home in their nodes, and
 * those of their orders that name nobody, such as a parcel's delivery.
 */
public final class Timeline {

    /** More orders than this with events of their own, and the oldest ones' are left out. */
    private static final int MOST_ORDERS = 100;

    private final EventLog log;
    private final Orders orders;

    Timeline(EventLog log, Orders orders) {
        this.log = log;
        this.orders = orders;
    }

    /** At most {@code limit} events older than a position, newest first. */
    public List<StoredEvent> of(Profile profile, @Nullable Position before, int limit) {
        List<Node> homes = new ArrayList<>(profile.nodeList());
        homes.addAll(orders.homes(profile.nodeList(), MOST_ORDERS));
        return log.timeline(homes, before, limit);
    }
}
