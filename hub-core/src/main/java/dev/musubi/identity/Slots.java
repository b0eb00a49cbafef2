package dev.musubi.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which slot the events of a home go to. A slot avoids conflicts between workers and is never a
 * condition of correctness, so an outdated answer is good enough.
 */
final class Slots {

    private static final int REMEMBERED = 200_000;

    private final Cache<Node, Integer> cache =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Function<Collection<Node>, Map<Node, Integer>> look;

    /**
     * @param look gives the stored slots of known nodes
     */
    Slots(Function<Collection<Node>, Map<Node, Integer>> look) {
        this.look = look;
    }

    Map<Node, Integer> of(Collection<Node> homes) {
        Map<Node, Integer> slots = new HashMap<>();
        List<Node> unknown = new ArrayList<>();
        for (Node home : homes) {
            Integer slot = home.person() ? cache.getIfPresent(home) : Integer.valueOf(hash(home));
            if (slot == null) {
                unknown.add(home);
            } else {
                slots.put(home, slot);
            }
        }
        if (!unknown.isEmpty()) {
            Map<Node, Integer> stored = look.apply(unknown);
            cache.putAll(stored);
            unknown.forEach(home -> slots.put(home, stored.getOrDefault(home, hash(home))));
        }
        return slots;
    }

    void learn(Placement placement) {
        cache.put(placement.node(), placement.slot());
    }

    static int hash(Node node) {
        return Math.floorMod(node.key().hashCode() * 0x9E3779B9, Identities.SLOTS);
    }
}
