package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Found;
import dev.musubi.identity.Identities;
import dev.musubi.identity.IdentityChanges;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Placement;
import dev.musubi.order.Order;
import dev.musubi.order.OrderChange;
import dev.musubi.order.Orders;
import dev.musubi.order.Tally;
import dev.musubi.profile.ProfileState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a batch of events does to identifiers, profiles and orders. Pure but for the minted
 * births: reads only what it is given, writes nothing.
 *
 * <p>Two nodes are one person when an event that is at home in a proven identifier names both, both
 * with merging power (rule {@code same-event}); an unproven contact point that is a home belongs to
 * its proven twin, and to nothing else (rule {@code verified-twin}). Both rules hold or do not hold
 * whatever the order of the events.
 */
final class Decisions {

    private static final String SAME_EVENT = "same-event";
    private static final String VERIFIED_TWIN = "verified-twin";
    private static final String ACTOR = "rules";

    private final Found found;
    private final Map<String, ProfileState> profiles;
    private final Map<String, Order> orders;
    private final Supplier<String> ids;

    private final Map<String, Component> byProfile = new HashMap<>();
    private final Map<Node, Component> byNode = new HashMap<>();
    private final Set<Component> touched = new LinkedHashSet<>();
    private final Map<Node, String> born = new LinkedHashMap<>();
    private final Set<Node> awaited = new LinkedHashSet<>();
    private final List<Link> links = new ArrayList<>();
    private final Map<String, Order> folded = new LinkedHashMap<>();
    private final List<Suppressions.Entry> suppressions = new ArrayList<>();

    private Decisions(
            Found found,
            Map<String, ProfileState> profiles,
            Map<String, Order> orders,
            Supplier<String> ids) {
        this.found = found;
        this.profiles = profiles;
        this.orders = orders;
        this.ids = ids;
    }

    /**
     * @param found where the nodes of {@link #nodes} stand
     * @param profiles the profiles that they stand in
     * @param orders the orders that the events speak of, as far as they are known
     * @param ids mints UUIDv7s, ascending
     */
    static Outcome decide(
            List<Work> batch,
            Found found,
            Map<String, ProfileState> profiles,
            Map<String, Order> orders,
            Supplier<String> ids) {
        Decisions decisions = new Decisions(found, profiles, orders, ids);
        batch.forEach(decisions::apply);
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
        }
        return nodes;
    }

    private static void twin(Node node, Set<Node> nodes) {
        if (node.type().orElseThrow().contactPoint()) {
            nodes.add(node.unverified() ? node.verifiedTwin() : node.unverifiedTwin());
        }
    }

    private void apply(Work work) {
        StoredEvent event = work.stored();
        if (event.home().person()) {
            Component person = person(event);
            person.facet(event.home()).fold(work.fact());
            touched.add(person);
        }
        if (work.order() != null && work.orderId() != null) {
            Order before = order(work.orderId());
            fold(before, Orders.fold(before, event, work.event(), work.order()));
        }
        suppressions.addAll(work.suppressions());
    }

    private Component person(StoredEvent event) {
        Component person = null;
        for (Node node : event.sighting().joined()) {
            Component other = component(node);
            if (other == null) {
                person = person == null ? Component.founded(Identities.slotOf(node)) : person;
                birth(node, person);
                if (!node.equals(event.home())) {
                    link(event.home(), node, SAME_EVENT, event);
                }
            } else if (person == null) {
                person = other;
            } else if (person != other) {
                link(event.home(), node, SAME_EVENT, event);
                person = joined(person, other);
            }
            person = withTwin(node, person, event);
        }
        if (person == null) {
            throw new IllegalStateException("an event at home in a person names nobody");
        }
        return person;
    }

    /** A proven and an unproven contact point are one person as soon as both are known. */
    private Component withTwin(Node node, Component person, StoredEvent event) {
        if (!node.type().orElseThrow().contactPoint()) {
            return person;
        }
        Node twin = node.unverified() ? node.verifiedTwin() : node.unverifiedTwin();
        Component other = component(twin);
        if (other == null) {
            if (node.unverified() && born.containsKey(node) && !found.awaited().contains(twin)) {
                awaited.add(twin);
            }
            return person;
        }
        if (other == person) {
            return person;
        }
        link(node, twin, VERIFIED_TWIN, event);
        return joined(person, other);
    }

    private void birth(Node node, Component person) {
        String birth = ids.get();
        born.put(node, birth);
        awaited.remove(node);
        person.add(node, birth);
        byNode.put(node, person);
    }

    private Component joined(Component one, Component other) {
        Component larger = one.size() >= other.size() ? one : other;
        Component smaller = larger == one ? other : one;
        larger.absorb(smaller);
        smaller.births().keySet().forEach(node -> byNode.put(node, larger));
        smaller.formerIds().forEach(id -> byProfile.put(id, larger));
        touched.remove(smaller);
        touched.add(larger);
        return larger;
    }

    private void link(Node one, Node other, String rule, StoredEvent event) {
        links.add(
                new Link(
                        ids.get(),
                        Link.Kind.ASSERTED,
                        one,
                        other,
                        rule,
                        Nodes.RULES,
                        ACTOR,
                        event.key(),
                        event.effectiveTime()));
    }

    private @Nullable Component component(Node node) {
        Component known = byNode.get(node);
        if (known != null) {
            return known;
        }
        Placement placement = found.placements().get(node);
        if (placement == null) {
            return null;
        }
        Component component = byProfile.get(placement.profile());
        if (component == null) {
            ProfileState profile = profile(placement.profile());
            component = Component.of(profile);
            byProfile.put(profile.id(), component);
        }
        byNode.put(node, component);
        return component;
    }

    private @Nullable Order order(String id) {
        Order known = folded.get(id);
        return known == null ? orders.get(id) : known;
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
        Component person = component(owner);
        if (person == null) {
            throw new IllegalStateException("the owner of order " + order.id() + " is not known");
        }
        person.facet(owner).tally(order.content().channel(), difference);
        touched.add(person);
    }

    private Outcome outcome() {
        List<Placement> inserted = new ArrayList<>();
        List<Placement> moved = new ArrayList<>();
        List<Placement> fulfilled = new ArrayList<>();
        List<ProfileState> fresh = new ArrayList<>();
        List<ProfileState> known = new ArrayList<>();
        for (Component person : touched) {
            ProfileState state = person.state();
            (person.formerIds().contains(state.id()) ? known : fresh).add(state);
            for (String id : person.formerIds()) {
                if (!id.equals(state.id())) {
                    known.add(retired(id, state));
                    profile(id).nodes().forEach((n, birth) -> moved.add(at(n, birth, state)));
                }
            }
            state.nodes()
                    .forEach(
                            (node, birth) -> {
                                if (born.containsKey(node)) {
                                    (found.awaited().contains(node) ? fulfilled : inserted)
                                            .add(at(node, birth, state));
                                }
                            });
        }
        return new Outcome(
                new IdentityChanges(inserted, moved, List.copyOf(awaited), fulfilled, links),
                fresh,
                known,
                folded.values().stream()
                        .map(order -> new OrderChange(orders.get(order.id()), order))
                        .toList(),
                suppressions);
    }

    private ProfileState profile(String id) {
        ProfileState profile = profiles.get(id);
        if (profile == null || profile.retired()) {
            throw new IllegalStateException(
                    "an identifier points to profile " + id + ", which is not there");
        }
        return profile;
    }

    private static Placement at(Node node, String birth, ProfileState state) {
        return new Placement(node, state.id(), birth, state.slot());
    }

    private static ProfileState retired(String id, ProfileState survivor) {
        return new ProfileState(
                id, survivor.version(), survivor.slot(), new TreeMap<>(), Map.of(), true);
    }
}
