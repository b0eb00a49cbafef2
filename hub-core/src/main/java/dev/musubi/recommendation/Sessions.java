package dev.musubi.recommendation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes together in one visit or one order: a live nearest-neighbour index of sessions. Not
 * thread safe.
 *
 * <p>VS-kNN (Ludewig and Jannach, Evaluation of session-based recommendation algorithms, 2018): the
 * sessions most like the current one vote for what else they hold. Newer items of the current
 * session weigh more when likeness is measured, a vote weighs less the longer ago the item is that
 * both share, and rare items weigh more than those that everybody has. A session takes part from
 * its first event on; adding an item costs the same however many sessions there are, and memory is
 * bounded: the sessions touched longest ago leave first.
 */
final class Sessions {

    private static final double DECAY_PER_STEP = 0.1;

    /**
     * The bounds.
     *
     * @param sessions how many are kept
     * @param perItem how many of them an item remembers, the newest
     * @param items how many a session holds, the newest
     * @param sample among how many of the newest candidates the neighbours are looked for
     * @param neighbours how many sessions vote
     * @param rarity how much the rarity of an item adds to its votes
     */
    record Bounds(int sessions, int perItem, int items, int sample, int neighbours, double rarity) {
        /** For visits to a web shop, as measured in the paper. */
        static Bounds ofVisits(int sessions) {
            return new Bounds(sessions, 1_000, 50, 2_500, 100, 10);
        }

        /** For orders, where what everybody buys is worth more than in visits. */
        static Bounds ofOrders(int sessions) {
            return new Bounds(sessions, 1_000, 50, 2_500, 100, 1);
        }
    }

    private static final class Session {
        final String id;
        final List<Item> items = new ArrayList<>(4);
        final Set<String> owners = new HashSet<>(2);
        Instant last;

        Session(String id, Instant last) {
            this.id = id;
            this.last = last;
        }
    }

    private record Item(String sku, Instant at, @Nullable String event) {
        static final Comparator<Item> OLDEST_FIRST =
                Comparator.comparing(Item::at).thenComparing(Item::sku);
    }

    private final Bounds bounds;

    /** In the order in which they were last touched, the one longest ago first. */
    private final SequencedMap<String, Session> sessions = new LinkedHashMap<>();

    private final Map<String, SequencedSet<Session>> byItem = new HashMap<>();

    /** The newest session of a visitor's node. */
    private final Map<String, Session> byOwner = new HashMap<>();

    Sessions(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Adds an item to the session with this id, which begins with it where there is none. The same
     * item again moves to its newest time.
     *
     * @param owners nodes by which the session is found
     */
    void add(String id, Collection<String> owners, String sku, Instant at, @Nullable String event) {
        Session session = sessions.remove(id);
        if (session == null) {
            session = new Session(id, at);
        }
        put(session, owners, new Item(sku, at, event));
    }

    /**
     * Adds an item to the session that this key has open; one that was quiet for longer than the
     * gap is over, and another begins.
     *
     * @return the id of the session
     */
    String addWithGap(
            String key,
            Duration gap,
            Collection<String> owners,
            String sku,
            Instant at,
            @Nullable String event) {
        Session open = byOwner.get(key);
        boolean fits = open != null && Duration.between(open.last, at).abs().compareTo(gap) <= 0;
        String id = fits && open != null ? open.id : key + "@" + at;
        List<String> all = new ArrayList<>(owners);
        all.add(key);
        add(id, all, sku, at, event);
        return id;
    }

    private void put(Session session, Collection<String> owners, Item item) {
        sessions.putLast(session.id, session);
        for (String owner : owners) {
            Session before = byOwner.get(owner);
            if (before == null || !before.last.isAfter(item.at)) {
                byOwner.put(owner, session);
                session.owners.add(owner);
            }
        }
        if (item.at.isAfter(session.last)) {
            session.last = item.at;
        }
        Optional<Item> known =
                session.items.stream().filter(i -> i.sku.equals(item.sku)).findFirst();
        if (known.isEmpty() || known.get().at.isBefore(item.at)) {
            known.ifPresent(session.items::remove);
            session.items.add(item);
            session.items.sort(Item.OLDEST_FIRST);
        }
        remember(session, item.sku);
        if (session.items.size() > bounds.items) {
            Item oldest = session.items.removeFirst();
            forgetItem(session, oldest.sku);
        }
        if (sessions.size() > bounds.sessions) {
            drop(sessions.pollFirstEntry().getValue());
        }
    }

    private void remember(Session session, String sku) {
        SequencedSet<Session> holding = byItem.computeIfAbsent(sku, _ -> new LinkedHashSet<>());
        holding.addLast(session);
        if (holding.size() > bounds.perItem) {
            holding.removeFirst();
        }
    }

    /** Forgets a session, such as a cancelled order; nothing where it is not there. */
    void remove(String id) {
        Session session = sessions.remove(id);
        if (session != null) {
            drop(session);
        }
    }

    private void drop(Session session) {
        session.items.forEach(item -> forgetItem(session, item.sku));
        session.owners.forEach(owner -> byOwner.remove(owner, session));
    }

    private void forgetItem(Session session, String sku) {
        SequencedSet<Session> holding = byItem.get(sku);
        if (holding != null) {
            holding.remove(session);
            if (holding.isEmpty()) {
                byItem.remove(sku);
            }
        }
    }

    int size() {
        return sessions.size();
    }

    /** How many places sessions take in the index of the items. */
    int postings() {
        return byItem.values().stream().mapToInt(Set::size).sum();
    }

    /**
     * What the newest session of these nodes holds, oldest first; empty where none was touched
     * since then.
     */
    List<Seed> seeds(Collection<String> owners, Instant since) {
        return owners.stream()
                .map(byOwner::get)
                .filter(s -> s != null && !s.last.isBefore(since))
                .max(Comparator.comparing((Session s) -> s.last).thenComparing(s -> s.id))
                .map(s -> s.items.stream().map(i -> new Seed(i.sku, i.event, s.id)).toList())
                .orElse(List.of());
    }

    /**
     * What sessions like this one hold besides, best first.
     *
     * @param seeds the current session, oldest first; its items are not in the answer
     */
    List<Scored> like(List<Seed> seeds, Because.Kind kind, int limit) {
        SequencedMap<String, Integer> places = places(seeds);
        Map<String, Vote> votes = new HashMap<>();
        for (Neighbour n : neighbours(places, seeds)) {
            vote(n, places, votes);
        }
        return Scored.best(
                votes.entrySet().stream().map(v -> scored(v.getKey(), v.getValue(), seeds, kind)),
                limit);
    }

    /** Where each item stands last, counted from one, oldest first. */
    private static SequencedMap<String, Integer> places(List<Seed> seeds) {
        SequencedMap<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < seeds.size(); i++) {
            places.put(seeds.get(i).sku(), i + 1);
        }
        return places;
    }

    private record Neighbour(Session session, double likeness) {}

    private List<Neighbour> neighbours(SequencedMap<String, Integer> places, List<Seed> seeds) {
        Set<String> own = new HashSet<>();
        seeds.forEach(s -> own.add(s.session() == null ? "" : s.session()));
        Set<Session> candidates = new HashSet<>();
        int each = Math.max(1, bounds.sample / Math.max(1, places.size()));
        for (String sku : places.sequencedKeySet().reversed()) {
            SequencedSet<Session> holding = byItem.get(sku);
            if (holding != null) {
                holding.reversed().stream()
                        .limit(each)
                        .filter(s -> !own.contains(s.id))
                        .forEach(candidates::add);
            }
        }
        return candidates.stream()
                .map(s -> new Neighbour(s, likeness(s, places, seeds.size())))
                .sorted(
                        Comparator.comparingDouble(Neighbour::likeness)
                                .thenComparing(n -> n.session.last)
                                .thenComparing(n -> n.session.id)
                                .reversed())
                .limit(bounds.neighbours)
                .toList();
    }

    private static double likeness(Session session, Map<String, Integer> places, int length) {
        double shared = 0;
        for (Item item : session.items) {
            Integer place = places.get(item.sku);
            if (place != null) {
                shared += (double) place / length;
            }
        }
        return shared / Math.sqrt((double) length * session.items.size());
    }

    /** The votes for one item, and the seeds that they come by. */
    private static final class Vote {
        double sum;
        final Map<Integer, Double> bySeed = new HashMap<>(4);
    }

    private static void vote(
            Neighbour neighbour, Map<String, Integer> places, Map<String, Vote> votes) {
        int newest = 0;
        for (Item item : neighbour.session.items) {
            newest = Math.max(newest, places.getOrDefault(item.sku, 0));
        }
        int steps = places.values().stream().mapToInt(p -> p).max().orElse(0) - newest;
        double weight = neighbour.likeness * Math.max(0, 1 - DECAY_PER_STEP * steps);
        if (weight <= 0) {
            return;
        }
        for (Item item : neighbour.session.items) {
            if (!places.containsKey(item.sku)) {
                Vote vote = votes.computeIfAbsent(item.sku, _ -> new Vote());
                vote.sum += weight;
                vote.bySeed.merge(newest, weight, Double::sum);
            }
        }
    }

    private Scored scored(String sku, Vote vote, List<Seed> seeds, Because.Kind kind) {
        int holding = Math.max(1, byItem.getOrDefault(sku, new LinkedHashSet<>()).size());
        double rarity = Math.log((double) Math.max(1, sessions.size()) / holding);
        int place =
                vote.bySeed.entrySet().stream()
                        .max(
                                Map.Entry.<Integer, Double>comparingByValue()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .orElseThrow()
                        .getKey();
        Seed seed = seeds.get(place - 1);
        return new Scored(
                sku,
                vote.sum * (1 + bounds.rarity * Math.max(0, rarity)),
                new Because(kind, seed.sku(), seed.event(), seed.session(), null));
    }
}
