package dev.musubi.recommendation;

import dev.musubi.event.OrderLine;
import dev.musubi.inventory.Band;
import dev.musubi.order.Order;
import dev.musubi.order.Orders;
import dev.musubi.platform.Ids;
import dev.musubi.profile.Profile;
import dev.musubi.recommendation.Blend.Chosen;
import dev.musubi.recommendation.Recommendation.Withheld;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody will want next, and why. Thread safe. */
public final class Recommendations {

    /** How many of a person's orders are looked at, the newest. */
    private static final int ORDERS = 200;

    private final Supplier<Model> model;
    private final Orders orders;
    private final Catalogue catalogue;
    private final Shelf shelf;
    private final RecommendationProperties properties;
    private final Clock clock;

    Recommendations(
            Supplier<Model> model,
            Orders orders,
            Catalogue catalogue,
            Shelf shelf,
            RecommendationProperties properties,
            Clock clock) {
        this.model = model;
        this.orders = orders;
        this.catalogue = catalogue;
        this.shelf = shelf;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * The answer for a person; their own orders and earlier visits go in only where they have
     * granted profiling.
     *
     * @param profile absent: a visitor, of whom only the visit is known
     */
    Recommendation recommend(Ask ask, @Nullable Profile profile) {
        Instant now = clock.instant();
        Optional<Withheld> withheld =
                profile == null
                        ? Optional.empty()
                        : Consented.against(profile.known().decisions(), now);
        boolean personal = profile != null && withheld.isEmpty();
        List<Purchase> own = personal && profile != null ? purchases(profile) : List.of();
        Model learned = model.get();
        Set<String> never = never(ask, own, learned, now);
        // What somebody looked at in a visit that is over is their history.
        Instant visitSince = personal ? Instant.MIN : now.minus(Model.GAP);
        Map<String, Catalogue.Product> known = new HashMap<>();
        List<Chosen> items =
                Blend.of(
                        learned.layers(ask, own, visitSince, now),
                        sku -> !never.contains(sku),
                        skus -> verdict(skus, ask, known),
                        ask.limit());
        known.putAll(catalogue.products(reasons(items, known.keySet())));
        return new Recommendation(Ids.next(), personal, withheld.orElse(null), items, known);
    }

    /** The items that led to others, as far as they are not known yet. */
    private static Set<String> reasons(List<Chosen> items, Set<String> known) {
        Set<String> skus = new HashSet<>();
        for (Chosen chosen : items) {
            String sku = chosen.item().because().sku();
            if (sku != null && !known.contains(sku)) {
                skus.add(sku);
            }
        }
        return skus;
    }

    private Map<String, Band> verdict(
            Collection<String> skus, Ask ask, Map<String, Catalogue.Product> known) {
        Map<String, Band> bands = new HashMap<>(shelf.bands(skus, ask.location(), ask.channel()));
        known.putAll(catalogue.products(skus));
        skus.stream()
                .filter(sku -> known.containsKey(sku) && !known.get(sku).sold())
                .forEach(sku -> bands.put(sku, Band.OUT));
        return bands;
    }

    /** What must not be in the answer: what they have at hand, and what they have just bought. */
    private Set<String> never(Ask ask, List<Purchase> own, Model learned, Instant now) {
        Set<String> never = new HashSet<>(ask.exclude());
        never.addAll(ask.basket());
        if (ask.viewed() != null) {
            never.add(ask.viewed());
        }
        Instant since = now.minus(properties.justBought());
        never.addAll(Frequency.justBought(own, since, learned::repeatable));
        return never;
    }

    private List<Purchase> purchases(Profile profile) {
        return orders.ofOwners(profile.nodeList(), null, ORDERS).stream()
                .flatMap(Recommendations::purchase)
                .toList();
    }

    private static Stream<Purchase> purchase(Order order) {
        Order.Content content = order.content();
        Instant at = order.orderedAt();
        if (content == null || at == null || content.credit() || order.cancelled()) {
            return Stream.empty();
        }
        return Stream.of(
                new Purchase(
                        order.id(),
                        order.sequence(),
                        content.stamp().event(),
                        at,
                        content.channel(),
                        content.location(),
                        Objects.requireNonNull(order.owner()).node().key(),
                        content.lines().stream()
                                .filter(l -> l.kind() == OrderLine.Kind.PRODUCT)
                                .filter(l -> l.quantity().signum() > 0)
                                .map(OrderLine::sku)
                                .toList()));
    }
}
