package dev.musubi.e2e.torture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where the hub says anything else than the model. */
final class Differences {

    private static final int MOST = 200;

    private final List<String> found = new ArrayList<>();

    void add(String what) {
        if (found.size() < MOST) {
            found.add(what);
        }
    }

    void same(String what, Object model, Object hub) {
        if (!model.equals(hub)) {
            add(what + ": the model says " + model + ", the hub " + hub);
        }
    }

    /** Equal amounts are equal, whatever their trailing zeros. */
    void same(String what, BigDecimal model, BigDecimal hub) {
        if (model.compareTo(hub) != 0) {
            add(what + ": the model says " + model + ", the hub " + hub);
        }
    }

    /** Says what is missing and what is too much, rather than both sets. */
    void same(String what, Set<String> model, Set<String> hub) {
        Set<String> missing = new TreeSet<>(model);
        missing.removeAll(hub);
        Set<String> surplus = new TreeSet<>(hub);
        surplus.removeAll(model);
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            add(what + ": missing " + missing + ", too much " + surplus);
        }
    }

    List<String> found() {
        return List.copyOf(found);
    }
}
