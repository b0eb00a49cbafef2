package dev.musubi.console;

import dev.musubi.openapi.model.Order;
import dev.musubi.openapi.model.Profile;
import dev.musubi.openapi.model.ProfileIdentifier;
import dev.musubi.openapi.model.TimelineEvent;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who this is, at one look. Pure.
 *
 * @param cards newest last, as the profile has them
 * @param lastVisit when they were last in a store, as far as the events shown and orders say
 * @param lastPlace where that was
 * @param favourite the store with most of their orders; absent without any
 */
record Glance(
        PersonName name,
        List<ProfileIdentifier> cards,
        @Nullable OffsetDateTime lastVisit,
        @Nullable String lastPlace,
        @Nullable String favourite) {

    private static final String STORE = "store";

    private record Visit(OffsetDateTime time, @Nullable String place) {}

    static Glance of(Profile profile, List<Order> orders, List<TimelineEvent> events) {
        Visit last =
                Stream.concat(
                                orders.stream()
                                        .filter(o -> o.getChannel().equals(STORE))
                                        .flatMap(o -> visit(o.getTime(), o.getLocation())),
                                events.stream()
                                        .filter(e -> e.getChannel().equals(STORE))
                                        .flatMap(e -> visit(e.getTime(), e.getLocation())))
                        .max(Comparator.comparing(Visit::time))
                        .orElse(null);
        return new Glance(
                PersonName.of(profile),
                profile.getIdentifiers().stream()
                        .filter(i -> i.getType().equals("loyalty_id"))
                        .toList(),
                last == null ? null : last.time(),
                last == null ? null : last.place(),
                favourite(orders));
    }

    private static Stream<Visit> visit(@Nullable OffsetDateTime time, @Nullable String place) {
        return time == null ? Stream.empty() : Stream.of(new Visit(time, place));
    }

    /** Of two with as many the one that was ordered at last. */
    private static @Nullable String favourite(List<Order> newestFirst) {
        Map<String, Integer> counts = new HashMap<>();
        List<String> places = new ArrayList<>();
        for (Order order : newestFirst) {
            String place = order.getLocation();
            if (place != null && order.getChannel().equals(STORE)) {
                counts.merge(place, 1, Integer::sum);
                places.add(place);
            }
        }
        String best = null;
        int most = 0;
        for (String place : places) {
            int orders = counts.getOrDefault(place, 0);
            if (orders > most) {
                best = place;
                most = orders;
            }
        }
        return best;
    }
}
