package dev.musubi.profile;

import dev.musubi.event.EventLog;
import dev.musubi.event.Position;
import dev.musubi.event.Span;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Rules;
import dev.musubi.identity.Slice;
import dev.musubi.identity.Trace;
import dev.musubi.order.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a person in all channels, newest first: the events at home in their nodes, for a
 * device in the slices that are theirs, and those of their orders that name nobody, such as a
 * parcel's delivery.
 */
public final class Timeline {

    /** More orders than this with events of their own, and the oldest ones' are left out. */
    private static final int MOST_ORDERS = 100;

    private final EventLog log;
    private final Orders orders;
    private final Identities identities;
    private final Rules rules;

    Timeline(EventLog log, Orders orders, Identities identities, Rules rules) {
        this.log = log;
        this.orders = orders;
        this.identities = identities;
        this.rules = rules;
    }

    /** At most {@code limit} events older than a position, newest first. */
    public List<StoredEvent> of(Profile profile, @Nullable Position before, int limit) {
        List<Node> homes = new ArrayList<>();
        List<Node> slices = new ArrayList<>();
        profile.nodeList().forEach(n -> (n.attaches() ? slices : homes).add(n));
        homes.addAll(orders.homes(homes, MOST_ORDERS));
        return log.timeline(homes, spans(slices), before, limit);
    }

    private List<Span> spans(List<Node> slices) {
        Map<Node, Trace> traces =
                identities.traces(slices.stream().map(Node::uncut).distinct().toList());
        List<Span> spans = new ArrayList<>();
        for (Node node : slices) {
            Node device = node.uncut();
            Trace trace = traces.get(device);
            Slice slice = trace == null ? null : trace.attached(rules.devices()).get(node);
            if (slice != null && slice.since() != null) {
                spans.add(new Span(device, slice.since(), slice.until()));
            }
        }
        return spans;
    }
}
