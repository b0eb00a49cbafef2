package dev.musubi.recommendation;

import dev.musubi.inventory.Band;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes one list of several: reciprocal-rank fusion (Cormack, Clarke and Büttcher, 2009), in which
 * each layer gives {@code weight / (60 + rank)} to its items. Scores of different layers are never
 * compared. Pure.
 */
final class Blend {

    private static final double RANK_CONSTANT = 60;

    /** For how many candidates stock is asked at most, as a multiple of the items wanted. */
    private static final int CANDIDATES = 10;

    private Blend() {}

    /** What one layer says, best first, and how much it counts. */
    record Layer(double weight, List<Scored> items) {}

    /** An item of the answer. */
    record Chosen(Scored item, Band band) {}

    /**
     * The best items that are allowed and not known to be out of stock; those that nobody knows
     * about come after those that are there.
     *
     * @param allowed what may be recommended at all
     * @param stock the verdict on items; one that it leaves out is unknown
     */
    static List<Chosen> of(
            List<Layer> layers,
            Predicate<String> allowed,
            Function<Collection<String>, Map<String, Band>> stock,
            int limit) {
        List<Scored> fused = fuse(layers, allowed);
        List<Chosen> there = new ArrayList<>();
        List<Chosen> unknown = new ArrayList<>();
        int page = Math.max(1, limit * CANDIDATES);
        for (int from = 0; from < fused.size() && there.size() < limit; from += page) {
            List<Scored> candidates = fused.subList(from, Math.min(fused.size(), from + page));
            Map<String, Band> bands = stock.apply(candidates.stream().map(Scored::sku).toList());
            for (Scored item : candidates) {
                Band band = bands.getOrDefault(item.sku(), Band.UNKNOWN);
                switch (band) {
                    case IN_STOCK, LOW -> there.add(new Chosen(item, band));
                    case UNKNOWN -> unknown.add(new Chosen(item, band));
                    case OUT -> {}
                }
            }
        }
        there.addAll(unknown);
        return List.copyOf(there.subList(0, Math.min(limit, there.size())));
    }

    /** All items of the layers by their fused scores; the reason is the one that counts most. */
    private static List<Scored> fuse(List<Layer> layers, Predicate<String> allowed) {
        Map<String, Double> scores = new HashMap<>();
        Map<String, Scored> strongest = new HashMap<>();
        for (Layer layer : layers) {
            int rank = 0;
            for (Scored item : layer.items()) {
                if (!allowed.test(item.sku())) {
                    continue;
                }
                rank++;
                double share = layer.weight() / (RANK_CONSTANT + rank);
                scores.merge(item.sku(), share, Double::sum);
                strongest.merge(
                        item.sku(),
                        new Scored(item.sku(), share, item.because()),
                        (a, b) -> b.score() > a.score() ? b : a);
            }
        }
        return Scored.best(
                strongest.values().stream()
                        .map(
                                s ->
                                        new Scored(
                                                s.sku(),
                                                scores.getOrDefault(s.sku(), 0.0),
                                                s.because())),
                Integer.MAX_VALUE);
    }
}
