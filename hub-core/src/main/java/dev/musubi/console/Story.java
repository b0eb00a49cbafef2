package dev.musubi.console;

import dev.musubi.event.Cursors;
import dev.musubi.event.Position;
import dev.musubi.openapi.model.Order;
import dev.musubi.openapi.model.OrderPage;
import dev.musubi.openapi.model.TimelineEvent;
import dev.musubi.openapi.model.TimelinePage;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to a person, read page by page from the contract. */
final class Story {

    /** Older orders are in the timeline; sums by channel are of these. */
    static final int MOST_ORDERS = 1_000;

    private static final int PAGE = 200;

    /** A filter that lets so little through is answered with what was found until then. */
    private static final int MOST_PAGES = 5;

    private final Hub hub;

    Story(Hub hub) {
        this.hub = hub;
    }

    /**
     * Events of a listing.
     *
     * @param next where to go on; absent at the end
     */
    record Part(List<TimelineEvent> events, @Nullable String next) {
        Part {
            events = List.copyOf(events);
        }
    }

    /** Newest first, at most {@link #MOST_ORDERS}. */
    List<Order> orders(String id) {
        List<Order> orders = new ArrayList<>();
        String cursor = null;
        do {
            OrderPage page = Hub.body(hub.profiles().getOrders(id, PAGE, cursor));
            orders.addAll(page.getItems());
            cursor = page.getNext();
        } while (cursor != null && orders.size() < MOST_ORDERS);
        return orders;
    }

    /** Newest first: of a channel and of a kind, such as {@code order}, where they are given. */
    Part events(String id, String channel, String kind, @Nullable String cursor, int limit) {
        List<TimelineEvent> events = new ArrayList<>();
        String next = cursor;
        for (int i = 0; i < MOST_PAGES; i++) {
            boolean all = channel.isEmpty() && kind.isEmpty();
            TimelinePage page = Hub.body(hub.profiles().getTimeline(id, all ? limit : PAGE, next));
            for (TimelineEvent event : page.getItems()) {
                if ((channel.isEmpty() || event.getChannel().equals(channel))
                        && (kind.isEmpty() || event.getType().startsWith(kind + "."))) {
                    events.add(event);
                    if (events.size() == limit) {
                        return new Part(events, after(event));
                    }
                }
            }
            next = page.getNext();
            if (next == null) {
                break;
            }
        }
        return new Part(events, next);
    }

    /** Where to go on after the first of these events. */
    static @Nullable String after(List<TimelineEvent> events, int first) {
        return after(events.get(first - 1));
    }

    private static @Nullable String after(TimelineEvent event) {
        Position position =
                new Position(event.getTime().toInstant(), event.getSource() + "|" + event.getId());
        return Cursors.next(List.of(position, position), 1, p -> p);
    }

    /** The event with this key, {@code source|id}, if it is one of this person's. */
    Optional<TimelineEvent> event(String id, String key, OffsetDateTime time) {
        // Keys are ascending texts, and a listing goes on below a position: begin just after it.
        Position position = new Position(time.toInstant().plusMillis(1), "");
        String cursor = Cursors.next(List.of(position, position), 1, p -> p);
        return Hub.body(hub.profiles().getTimeline(id, PAGE, cursor)).getItems().stream()
                .filter(e -> key.equals(e.getSource() + "|" + e.getId()))
                .findFirst();
    }
}
