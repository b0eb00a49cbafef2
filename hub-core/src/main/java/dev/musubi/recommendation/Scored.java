package dev.musubi.recommendation;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * An item as one layer sees it.
 *
 * @param score comparable within one answer of one layer only; greater is better
 */
record Scored(String sku, double score, Because because) {

    /** Best first; equal scores by the item, so that the order is always the same. */
    static final Comparator<Scored> BEST_FIRST =
            Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::sku);

    static List<Scored> best(Stream<Scored> items, int limit) {
        PriorityQueue<Scored> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
        items.forEach(
                item -> {
                    worstFirst.add(item);
                    if (worstFirst.size() > limit) {
                        worstFirst.remove();
                    }
                });
        return worstFirst.stream().sorted(BEST_FIRST).toList();
    }
}
