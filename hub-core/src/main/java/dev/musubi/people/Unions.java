package dev.musubi.people;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Disjoint sets (union-find with path halving). Not thread safe. */
final class Unions<T> {

    private final Map<T, T> parents = new LinkedHashMap<>();

    T root(T one) {
        T at = one;
        T parent = parents.computeIfAbsent(at, self -> self);
        while (!parent.equals(at)) {
            T above = parents.getOrDefault(parent, parent);
            parents.put(at, above);
            at = above;
            parent = parents.getOrDefault(at, at);
        }
        return at;
    }

    /** Makes all of them one set. Whether they were not before. */
    boolean join(List<T> all) {
        boolean news = false;
        T first = all.isEmpty() ? null : root(all.getFirst());
        for (T other : all) {
            T root = root(other);
            if (first != null && !root.equals(first)) {
                parents.put(root, first);
                news = true;
            }
        }
        return news;
    }

    /** Everything ever named, with the root of its set. */
    Map<T, T> members() {
        Map<T, T> members = new LinkedHashMap<>();
        List.copyOf(parents.keySet()).forEach(one -> members.put(one, root(one)));
        return members;
    }
}
