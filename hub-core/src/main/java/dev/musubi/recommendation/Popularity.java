package dev.musubi.recommendation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is bought most now: orders an item is in, counted by day and by group, where each day counts
 * half of the day two weeks later. The counts are whole numbers, and a score is their sum from the
 * oldest day on, so adding and removing orders in any sequence comes to the same bits. Weights are
 * relative to a fixed day: they grow instead of fading, which changes no ranking and leaves scores
 * as they are when time goes by; doubles hold forty years of it. Several threads may ask at once,
 * but not while one counts.
 */
final class Popularity {

    static final String EVERYWHERE = "";

    private static final int HALF_LIFE_DAYS = 14;
    private static final int FIXED_DAY = Math.toIntExact(LocalDate.of(2026, 1, 1).toEpochDay());
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final Duration FRESH = Duration.ofMillis(500);
    private static final int KEPT = 500;

    /** The weights of the days within a half-life. */
    private static final double[] PART =
            IntStream.range(0, HALF_LIFE_DAYS)
                    .mapToDouble(day -> Math.pow(2, (double) day / HALF_LIFE_DAYS))
                    .toArray();

    private record Ranking(long version, Instant at, List<Scored> items) {}

    private static final class Group {
        final Map<String, Item> items = new HashMap<>();
        long version;
        volatile @Nullable Ranking ranking;
    }

    private static final class Item {
        final DayCounts days = new DayCounts();
        double score;
    }

    private final Map<String, Group> groups = new HashMap<>();

    static String channel(String channel) {
        return "channel:" + channel;
    }

    static String location(String location) {
        return "location:" + location;
    }

    /** Counts a purchase, or with {@code -1} takes it back. */
    void count(Purchase purchase, int by) {
        int day = Math.toIntExact(Math.floorDiv(purchase.at().getEpochSecond(), DAY));
        for (String sku : purchase.skus()) {
            count(EVERYWHERE, sku, day, by);
            count(channel(purchase.channel()), sku, day, by);
            if (purchase.location() != null) {
                count(location(purchase.location()), sku, day, by);
            }
        }
    }

    private void count(String name, String sku, int day, int by) {
        Group group = groups.computeIfAbsent(name, _ -> new Group());
        Item item = group.items.computeIfAbsent(sku, _ -> new Item());
        item.days.add(day, by);
        item.score = item.days.sum(Popularity::weight);
        if (item.days.isEmpty()) {
            group.items.remove(sku);
        }
        if (group.items.isEmpty()) {
            groups.remove(name);
        }
        group.version++;
    }

    /**
     * The most popular items of a group, best first. A ranking is made anew when something changed
     * and it is half a second old, so that many questions do not count everything many times.
     */
    List<Scored> top(String name, Instant now, int limit) {
        Group group = groups.get(name);
        if (group == null) {
            return List.of();
        }
        Ranking ranking = group.ranking;
        if (ranking == null || (ranking.version != group.version && old(ranking, now))) {
            ranking = new Ranking(group.version, now, rank(name, group.items));
            group.ranking = ranking;
        }
        return ranking.items.subList(0, Math.min(limit, ranking.items.size()));
    }

    private static boolean old(Ranking ranking, Instant now) {
        return Duration.between(ranking.at, now).abs().compareTo(FRESH) >= 0;
    }

    private static List<Scored> rank(String name, Map<String, Item> items) {
        Because because = Because.popular(name);
        return Scored.best(
                items.entrySet().stream()
                        .map(i -> new Scored(i.getKey(), i.getValue().score, because)),
                KEPT);
    }

    /** Two to the power of the half-lives passed. */
    private static double weight(int day) {
        int days = day - FIXED_DAY;
        return Math.scalb(
                PART[Math.floorMod(days, HALF_LIFE_DAYS)], Math.floorDiv(days, HALF_LIFE_DAYS));
    }
}
