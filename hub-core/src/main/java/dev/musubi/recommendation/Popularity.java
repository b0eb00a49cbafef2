package dev.musubi.recommendation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is bought most now: orders an item is in, counted by day and by group, where each day counts
 * half of the day two weeks later. The counts are whole numbers, so adding and removing orders in
 * any sequence comes to the same. Several threads may ask at once, but not while one counts.
 */
final class Popularity {

    static final String EVERYWHERE = "";

    private static final Duration HALF_LIFE = Duration.ofDays(14);
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final Duration FRESH = Duration.ofMillis(500);
    private static final int KEPT = 500;

    private record Ranking(long version, Instant at, List<Scored> items) {}

    private static final class Group {
        final Map<String, NavigableMap<Long, Integer>> days = new HashMap<>();
        long version;
        volatile @Nullable Ranking ranking;
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
        long day = Math.floorDiv(purchase.at().getEpochSecond(), DAY);
        for (String sku : purchase.skus()) {
            count(EVERYWHERE, sku, day, by);
            count(channel(purchase.channel()), sku, day, by);
            if (purchase.location() != null) {
                count(location(purchase.location()), sku, day, by);
            }
        }
    }

    private void count(String name, String sku, long day, int by) {
        Group group = groups.computeIfAbsent(name, _ -> new Group());
        NavigableMap<Long, Integer> days = group.days.computeIfAbsent(sku, _ -> new TreeMap<>());
        if (days.merge(day, by, Integer::sum) == 0) {
            days.remove(day);
        }
        if (days.isEmpty()) {
            group.days.remove(sku);
        }
        if (group.days.isEmpty()) {
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
            ranking = new Ranking(group.version, now, rank(name, group.days, now));
            group.ranking = ranking;
        }
        return ranking.items.subList(0, Math.min(limit, ranking.items.size()));
    }

    private static boolean old(Ranking ranking, Instant now) {
        return Duration.between(ranking.at, now).abs().compareTo(FRESH) >= 0;
    }

    private static List<Scored> rank(
            String name, Map<String, NavigableMap<Long, Integer>> items, Instant now) {
        @Nullable Long newest =
                items.values().stream()
                        .map(NavigableMap::lastKey)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        if (newest == null) {
            return List.of();
        }
        long today = Math.min(newest, Math.floorDiv(now.getEpochSecond(), DAY));
        Because because = Because.popular(name);
        return Scored.best(
                items.entrySet().stream()
                        .map(i -> new Scored(i.getKey(), score(i.getValue(), today), because)),
                KEPT);
    }

    /** Relative to the newest day that counts: old data keep an order instead of vanishing. */
    private static double score(NavigableMap<Long, Integer> days, long today) {
        double score = 0;
        for (Map.Entry<Long, Integer> day : days.entrySet()) {
            double age = Math.max(0, today - day.getKey()) / (double) HALF_LIFE.toDays();
            score += day.getValue() * Math.pow(2, -age);
        }
        return score;
    }
}
