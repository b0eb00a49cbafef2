package dev.musubi.people;

import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Node;
import dev.musubi.identity.Resolution.Refusal;
import dev.musubi.identity.Trace;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a batch says about weak nodes: whose they are now, and where what was done with them is
 * folded. Found before it is settled who is who, because it goes by nodes; carried out after.
 * Mutable, for one batch.
 */
final class Attachments {

    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Node> homes = new HashMap<>();
    private final Map<Node, Trace> written = new HashMap<>();
    private final Set<Node> touched = new HashSet<>();
    private final Map<Refusal, Node> refusals = new LinkedHashMap<>();
    private final Set<String> orders = new LinkedHashSet<>();
    private final Set<Node> nodes = new HashSet<>();

    /**
     * A weak node that may be somebody else's now.
     *
     * @param from who had it by what was known; absent: nobody
     * @param to who has it; absent: nobody
     * @param facts what is folded for it when it becomes somebody's
     * @param anew whether its facet is put in the place of the one it has
     */
    record Change(
            Node node,
            @Nullable Node from,
            @Nullable Node to,
            Cause cause,
            List<Fact> facts,
            boolean anew) {

        Facet facet() {
            Facet facet = new Facet(node);
            facts.forEach(facet::fold);
            return facet;
        }
    }

    /** The rule that says so, and the event that brought it. */
    record Cause(String rule, String event, Instant time) {}

    void change(Change change) {
        changes.add(change);
        nodes.add(change.node());
        if (change.from() != null) {
            nodes.add(change.from());
        }
        if (change.to() != null) {
            nodes.add(change.to());
        }
    }

    /** Says that an event at home in a weak node is folded there, if that is somebody's. */
    void fold(StoredEvent event, Node home) {
        homes.put(event.key(), home);
        nodes.add(home);
    }

    void write(Trace trace) {
        written.put(trace.node(), trace);
    }

    /** Says that something was decided on this trace, so that nobody changes it meanwhile. */
    void touch(Node weak) {
        touched.add(weak);
    }

    /**
     * Says that somebody does not get a weak node.
     *
     * @param owner who has it, and may be the same person
     */
    void refuse(Refusal refusal, Node owner) {
        refusals.put(refusal, owner);
        nodes.add(refusal.one());
        nodes.add(owner);
    }

    /** Names an order that may have another owner now. */
    void order(String id) {
        orders.add(id);
    }

    /** Carries out who has what, once it is settled who is who. */
    void settle(Grouping grouping) {
        changes.forEach(change -> settle(change, grouping));
        refusals.forEach(
                (refusal, owner) -> {
                    if (grouping.component(refusal.one()) != grouping.component(owner)) {
                        grouping.refuse(refusal);
                    }
                });
    }

    private static void settle(Change change, Grouping grouping) {
        Node node = change.node();
        Node from = change.from();
        Component stands = grouping.component(node);
        if (stands == null) {
            if (change.to() != null) {
                grouping.adopt(node, change.facet(), change.to(), change.cause());
            }
            return;
        }
        Facet facet = change.anew() ? change.facet() : stands.facet(node);
        if (from == null
                || from.equals(change.to())
                || stands != grouping.component(from)
                || stands.oldest().equals(node)) {
            // Where an operator put it, there it stays, and so does what a profile has its id of.
            grouping.keep(node, facet);
            return;
        }
        grouping.leave(node, from, change.cause());
        if (change.to() != null) {
            grouping.adopt(node, facet, change.to(), change.cause());
        }
    }

    /** The node that an event is folded for: its home, or what stands for that. */
    Optional<Node> home(StoredEvent event) {
        return event.home().person()
                ? Optional.of(event.home())
                : Optional.ofNullable(homes.get(event.key()));
    }

    /** How many events are folded for a weak node; the others are left out. */
    static int most(Node weak) {
        return weak.attaches() ? Visits.MOST_EVENTS : Receipts.MOST_EVENTS;
    }

    /** All nodes that have to be looked up before it can be carried out. */
    Set<Node> nodes() {
        return nodes;
    }

    /** Orders that may have another owner now. */
    Set<String> orders() {
        return orders;
    }

    List<Trace> written() {
        return List.copyOf(written.values());
    }

    Set<Node> touched() {
        Set<Node> only = new HashSet<>(touched);
        only.removeAll(written.keySet());
        return only;
    }
}
