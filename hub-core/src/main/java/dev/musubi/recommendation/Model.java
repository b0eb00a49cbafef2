package dev.musubi.recommendation;

import dev.musubi.recommendation.Because.Kind;
import dev.musubi.recommendation.Blend.Layer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * What this hub has learned from everybody's visits and orders, in memory and bounded. Thread safe:
 * many ask at once, one writes.
 */
final class Model {

    /** After this quiet time a visit is over, and another begins. */
    static final Duration GAP = Duration.ofMinutes(30);

    /** How many of the newest items are looked for company to. */
    private static final int SEEDS = 15;

    /** How many items of a layer take part in the blend. */
    private static final int DEPTH = 200;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Sessions visits;
    private final Purchases purchases;

    /**
     * @param visits how many visits are kept
     * @param orders how many orders
     */
    Model(int visits, int orders) {
        this.visits = new Sessions(Sessions.Bounds.ofVisits(visits));
        this.purchases = new Purchases(orders);
    }

    void visited(Visit visit) {
        locked(
                lock.writeLock(),
                () -> {
                    for (String sku : visit.skus()) {
                        if (visit.named()) {
                            visits.add(visit.key(), visit.owners(), sku, visit.at(), visit.event());
                        } else {
                            visits.addWithGap(
                                    visit.key(),
                                    GAP,
                                    visit.owners(),
                                    sku,
                                    visit.at(),
                                    visit.event());
                        }
                    }
                });
    }

    void bought(Purchase purchase) {
        locked(lock.writeLock(), () -> purchases.put(purchase));
    }

    int visits() {
        return visits.size();
    }

    int orders() {
        return purchases.size();
    }

    /**
     * What the layers of a placement say.
     *
     * @param own the person's own orders; empty where nothing personal may go in
     * @param visitSince a visit that nobody named counts where it was going on since then
     */
    List<Layer> layers(Ask ask, List<Purchase> own, Instant visitSince, Instant now) {
        List<Layer> layers = new ArrayList<>();
        locked(
                lock.readLock(),
                () -> {
                    Placement at = ask.placement();
                    List<Seed> named = named(ask);
                    List<Seed> visit = newest(visit(ask, named, visitSince));
                    List<Seed> history = Frequency.seeds(own, SEEDS);
                    add(layers, at.viewed, visits.like(visit, Kind.VIEWED_TOGETHER, DEPTH));
                    add(
                            layers,
                            at.together,
                            purchases
                                    .together()
                                    .like(
                                            newest(named.isEmpty() ? visit : named),
                                            Kind.BOUGHT_TOGETHER,
                                            DEPTH));
                    add(layers, at.own, Frequency.of(own, now, DEPTH));
                    add(
                            layers,
                            at.history,
                            at.history > 0
                                    ? purchases
                                            .together()
                                            .like(history, Kind.BOUGHT_TOGETHER, DEPTH)
                                    : List.of());
                    popular(ask, now, layers);
                });
        return layers;
    }

    boolean repeatable(String sku) {
        boolean[] answer = new boolean[1];
        locked(lock.readLock(), () -> answer[0] = purchases.repeatable(sku));
        return answer[0];
    }

    /** The nearest place that has a popularity, then all places together as a last resort. */
    private void popular(Ask ask, Instant now, List<Layer> layers) {
        double weight = ask.placement().popular;
        String location = ask.location();
        String channel = ask.channel();
        if (location != null) {
            add(layers, weight, top(Popularity.location(location), now));
            weight /= 3;
        } else if (channel != null) {
            add(layers, weight, top(Popularity.channel(channel), now));
            weight /= 3;
        }
        add(layers, weight, top(Popularity.EVERYWHERE, now));
    }

    private List<Scored> top(String group, Instant now) {
        return purchases.popularity().top(group, now, DEPTH);
    }

    private static void add(List<Layer> layers, double weight, List<Scored> items) {
        if (weight > 0 && !items.isEmpty()) {
            layers.add(new Layer(weight, items));
        }
    }

    /** The items that the question names: the basket's, and the one on the page last. */
    private static List<Seed> named(Ask ask) {
        List<Seed> seeds = new ArrayList<>(ask.basket().stream().map(Seed::named).toList());
        @Nullable String viewed = ask.viewed();
        if (viewed != null) {
            seeds.removeIf(s -> s.sku().equals(viewed));
            seeds.add(Seed.named(viewed));
        }
        return seeds;
    }

    /** What the visit has looked at, with what the question names as its newest. */
    private List<Seed> visit(Ask ask, List<Seed> named, Instant since) {
        String session = ask.session();
        List<Seed> seen =
                session == null
                        ? visits.seeds(ask.who(), since)
                        : visits.seeds(List.of(Visit.key(session)), Instant.MIN);
        List<Seed> all = new ArrayList<>(seen);
        for (Seed seed : named) {
            Seed known =
                    seen.stream().filter(s -> s.sku().equals(seed.sku())).findFirst().orElse(seed);
            all.remove(known);
            all.add(known);
        }
        return all;
    }

    private static List<Seed> newest(List<Seed> seeds) {
        return seeds.subList(Math.max(0, seeds.size() - SEEDS), seeds.size());
    }

    private static void locked(Lock lock, Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
