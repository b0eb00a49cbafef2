package dev.musubi.profile.facet;

import dev.musubi.consent.ConsentKey;
import dev.musubi.consent.Decision;
import dev.musubi.identity.Node;
import dev.musubi.order.Tally;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the facets of one person say together. Combining is commutative; of each trait the verified,
 * then newest word counts.
 *
 * @param channels events and orders by channel
 * @param decisions the decision in force of each key
 * @param attributes identifiers seen with the person that link nobody
 * @param locations stores and webs where the person was seen, the newest few of each facet
 */
public record Combined(
        long events,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen,
        Tally orders,
        SortedMap<String, Channel> channels,
        Map<Trait, TraitEntry> traits,
        List<Decision> decisions,
        SortedSet<Node> attributes,
        SortedSet<String> locations) {

    /** What happened in one channel. */
    public record Channel(long events, Tally orders) {
        private static final Channel NONE = new Channel(0, Tally.NONE);

        private Channel plus(long moreEvents, Tally moreOrders) {
            return new Channel(events + moreEvents, orders.plus(moreOrders));
        }
    }

    public static Combined of(Collection<Facet> facets) {
        long events = 0;
        Instant first = null;
        Instant last = null;
        Tally orders = Tally.NONE;
        SortedMap<String, Channel> channels = new TreeMap<>();
        Map<Trait, TraitEntry> traits = new EnumMap<>(Trait.class);
        SortedMap<ConsentKey, Decision> decisions = new TreeMap<>();
        SortedSet<Node> attributes = new TreeSet<>();
        SortedSet<String> locations = new TreeSet<>();
        for (Facet facet : facets) {
            events += facet.count();
            first = earlier(first, facet.firstSeen());
            last = later(last, facet.lastSeen());
            facet.events().forEach((c, n) -> add(channels, c, n, Tally.NONE));
            for (Map.Entry<String, Tally> e : facet.orders().entrySet()) {
                orders = orders.plus(e.getValue());
                add(channels, e.getKey(), 0, e.getValue());
            }
            facet.traits()
                    .forEach(
                            (trait, bySystem) ->
                                    bySystem.values()
                                            .forEach(
                                                    e ->
                                                            traits.merge(
                                                                    trait, e, Combined::heavier)));
            facet.decisions().values().forEach(d -> decisions.merge(d.key(), d, Decision::inForce));
            attributes.addAll(facet.attributes().seen().keySet());
            locations.addAll(facet.locations().seen().keySet());
        }
        return new Combined(
                events,
                first,
                last,
                orders,
                channels,
                traits,
                List.copyOf(decisions.values()),
                attributes,
                locations);
    }

    private static void add(
            SortedMap<String, Channel> channels, String channel, long events, Tally orders) {
        channels.put(channel, channels.getOrDefault(channel, Channel.NONE).plus(events, orders));
    }

    private static TraitEntry heavier(TraitEntry one, TraitEntry other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
