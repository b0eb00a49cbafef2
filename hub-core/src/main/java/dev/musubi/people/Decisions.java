package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.event.StoredEvent;
import dev.musubi.household.Sharing;
import dev.musubi.identity.Evidence;
import dev.musubi.identity.Found;
import dev.musubi.identity.Node;
import dev.musubi.order.Order;
import dev.musubi.order.OrderChange;
import dev.musubi.order.Orders;
import dev.musubi.order.Tally;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a batch of events does to profiles and orders, once it is settled who is who. Pure:
 * reads only what it is given, writes nothing.
 */
final class Decisions {

    private final Known known;
    private final Grouping grouping;
    private final Attachments attachments;

    private final Set<Component> touched;
    private final Map<String, Order> folded = new LinkedHashMap<>();
    private final List<Suppressions.Entry> suppressions = new ArrayList<>();
    private final Set<Sharing> sharings = new LinkedHashSet<>();

    private Decisions(Known known, Grouping grouping, Attachments attachments) {
        this.known = known;
        this.grouping = grouping;
        this.attachments = attachments;
        this.touched = new LinkedHashSet<>(grouping.touched());
    }

    /**
     * @param grouping settled, for the same batch
     * @param attachments carried out in the grouping
     */
    static Outcome decide(
            List<Work> batch, Known known, Grouping grouping, Attachments attachments) {
        Decisions decisions = new Decisions(known, grouping, attachments);
        batch.forEach(decisions::apply);
        attachments.orders().forEach(decisions::own);
        return decisions.outcome();
    }

    /** The nodes that have to be looked up before this batch can be decided. */
    static Set<Node> nodes(Collection<Work> batch, Collection<Order> orders) {
        Set<Node> nodes = new HashSet<>();
        for (Work work : batch) {
            StoredEvent event = work.stored();
            if (event.home().person()) {
                for (Node node : event.sighting().joined()) {
                    nodes.add(node);
                    twin(node, nodes);
                }
            }
        }
        for (Order order : orders) {
            if (order.owner() != null) {
                nodes.add(order.owner().node());
            }
            if (order.receipt() != null) {
                nodes.add(order.receipt().node());
            }
        }
        return nodes;
    }

    private static void twin(Node node, Set<Node> nodes) {
        if (node.contactPoint()) {
            nodes.add(node.unverified() ? node.verifiedTwin() : node.unverifiedTwin());
        }
    }

    /** What the batch says about who is who, to be compared with what is known already. */
    static Collection<Evidence> evidence(Collection<Work> batch, Found found) {
        Map<String, Evidence> evidence = new LinkedHashMap<>();
        for (Work work : batch) {
            if (work.stored().home().person()) {
                Evidence said = Grouping.evidence(work, found);
                if (said.speaks()) {
                    evidence.merge(said.id(), said, (a, b) -> a.compareTo(b) <= 0 ? a : b);
                }
            }
        }
        return evidence.values();
    }

    private void apply(Work work) {
        StoredEvent event = work.stored();
        attachments.home(event).ifPresent(home -> fold(home, work.fact()));
        if (event.home().person()) {
            share(work, person(event.home()));
        }
        if (work.order() != null && work.orderId() != null) {
            Order before = order(work.orderId());
            fold(before, owned(Orders.fold(before, event, work.event(), work.order())));
        }
        suppressions.addAll(work.suppressions());
    }

    /** Contact points that are not this person's own, and where they live. */
    private void share(Work work, Component person) {
        Node home = work.stored().home();
        for (Node node : work.stored().nodes()) {
            if (node.contactPoint()
                    && grouping.component(node) != person
                    && grouping.component(node.verifiedTwin()) != person) {
                sharings.add(new Sharing(node.verifiedTwin(), home));
            }
        }
        if (work.address() != null) {
            sharings.add(new Sharing(work.address(), home));
        }
    }

    private void fold(Node home, Fact fact) {
        Component person = home.person() ? person(home) : grouping.component(home);
        if (person == null) {
            return;
        }
        Facet facet = person.facet(home);
        if (home.person() || facet.count() < Attachments.most(home)) {
            facet.fold(fact);
            touched.add(person);
        }
    }

    private Order owned(Order order) {
        return Orders.owned(order, receipt -> grouping.component(receipt) != null);
    }

    private void own(String id) {
        Order before = order(id);
        if (before != null) {
            Order after = owned(before);
            if (!after.equals(before)) {
                fold(before, after);
            }
        }
    }

    private Component person(Node node) {
        Component person = grouping.component(node);
        if (person == null) {
            throw new IllegalStateException("nobody has the home of an event or an order");
        }
        return person;
    }

    private @Nullable Order order(String id) {
        Order fresh = folded.get(id);
        return fresh == null ? known.orders().get(id) : fresh;
    }

    /** The sums of old and new owner change by the difference, in the same transaction. */
    private void fold(@Nullable Order before, Order after) {
        if (before == null || !before.countsLike(after)) {
            if (before != null) {
                tally(before, before.tally().negated());
            }
            tally(after, after.tally());
        }
        folded.put(after.id(), after);
    }

    private void tally(Order order, Tally difference) {
        if (order.owner() == null || order.content() == null || difference.isNone()) {
            return;
        }
        Node owner = order.owner().node();
        Component person = owner.person() ? person(owner) : grouping.component(owner);
        if (person == null) {
            return;
        }
        person.facet(owner).tally(order.content().channel(), difference);
        touched.add(person);
    }

    private Outcome outcome() {
        return new Outcome(
                PeopleChanges.of(grouping, touched, known),
                folded.values().stream()
                        .map(order -> new OrderChange(known.orders().get(order.id()), order))
                        .toList(),
                suppressions,
                List.copyOf(sharings));
    }
}
