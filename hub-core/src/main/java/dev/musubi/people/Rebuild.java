package dev.musubi.people;

import dev.musubi.event.EventFeed;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Rules;
import dev.musubi.identity.Slice;
import dev.musubi.identity.Trace;
import dev.musubi.order.Order;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.FacetCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Folds profiles anew from the event log and the orders, along the links as they are. Equal to the
 * live fold, byte for byte: where it is not, the profile is written over. Runs beside a working
 * hub: a transaction sees a profile and exactly the events applied to it.
 */
public final class Rebuild {

    private static final int PAGE = 200;

    private final DocumentStore store;
    private final EventFeed feed;
    private final Identities identities;
    private final Understanding understanding;
    private final Visits visits;
    private final Profiles profiles;
    private final Orders orders;
    private final Rules rules;
    private final RebuildStore places;

    public Rebuild(
            DocumentStore store,
            EventFeed feed,
            Identities identities,
            Nodes nodes,
            Profiles profiles,
            Orders orders,
            Rules rules) {
        this.store = store;
        this.feed = feed;
        this.identities = identities;
        this.understanding = new Understanding(nodes);
        this.visits = new Visits(feed, understanding, rules);
        this.rules = rules;
        this.places = new RebuildStore(store);
        this.profiles = profiles;
        this.orders = orders;
    }

    /**
     * How far it has come.
     *
     * @param differed how many stored profiles were not what their events say, and were mended
     */
    public record Report(long profiles, long events, long differed) {
        private Report plus(Result result) {
            return new Report(
                    profiles + 1, events + result.events(), differed + (result.differed() ? 1 : 0));
        }
    }

    record Result(long events, boolean differed) {}

    /** How many profiles have been folded anew by a rebuild that did not come to its end. */
    public long begun() {
        return places.place().map(place -> place.report().profiles()).orElse(0L);
    }

    /**
     * Folds every living profile anew, in the order of ids. Goes on after one that was killed, and
     * counts what that has done.
     *
     * @param progress told after each page
     */
    public Report profiles(Consumer<Report> progress) {
        Optional<RebuildStore.Place> begun = places.place();
        Report report = begun.map(RebuildStore.Place::report).orElse(new Report(0, 0, 0));
        try (Transactions transactions = new Transactions(store)) {
            List<String> page =
                    profiles.idsAfter(begun.map(RebuildStore.Place::after).orElse(null), PAGE);
            while (!page.isEmpty()) {
                for (String id : page) {
                    report = report.plus(profile(transactions, id));
                }
                places.keep(new RebuildStore.Place(page.getLast(), report));
                progress.accept(report);
                page = profiles.idsAfter(page.getLast(), PAGE);
            }
        }
        places.done();
        return report;
    }

    private Result profile(Transactions transactions, String id) {
        while (true) {
            try {
                return transactions.run(tx -> refold(tx, id, true));
            } catch (Contended busy) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Folds one profile anew.
     *
     * @param mend whether it is written over where it differs
     */
    Result refold(Transaction transaction, String id, boolean mend) {
        ProfileState live = profiles.states(transaction, List.of(id)).get(id);
        if (live == null || live.retired()) {
            return new Result(0, false);
        }
        Map<Node, Facet> facets = new HashMap<>();
        feed.atHome(
                transaction,
                live.nodes().keySet().stream().filter(n -> !n.attaches()).map(Node::key).toList(),
                event -> {
                    Facet facet = facets.computeIfAbsent(event.home(), Facet::new);
                    if (event.home().person() || facet.count() < Attachments.most(event.home())) {
                        facet.fold(understanding.understand(event).fact());
                    }
                });
        facets.putAll(slices(transaction, live));
        for (Order order : orders.ofOwners(transaction, live.nodes().keySet())) {
            if (order.owner() != null && order.content() != null) {
                facets.computeIfAbsent(order.owner().node(), Facet::new)
                        .tally(order.content().channel(), order.tally());
            }
        }
        long events = facets.values().stream().mapToLong(Facet::count).sum();
        if (bytes(live.facets()).equals(bytes(facets))) {
            return new Result(events, false);
        }
        if (!mend) {
            return new Result(events, true);
        }
        profiles.write(
                transaction,
                List.of(),
                List.of(
                        new ProfileState(
                                id,
                                live.version() + 1,
                                live.slot(),
                                live.nodes(),
                                facets,
                                live.contested(),
                                false)),
                List.of());
        return new Result(events, true);
    }

    /** As they are cut now; what is older than all that is remembered stays as it is. */
    private Map<Node, Facet> slices(Transaction transaction, ProfileState live) {
        List<Node> slices = live.nodes().keySet().stream().filter(Node::attaches).toList();
        Map<Node, Trace> traces =
                identities.traces(
                        transaction, slices.stream().map(Node::uncut).distinct().toList());
        Map<Node, Facet> facets = new HashMap<>();
        for (Node node : slices) {
            Facet known = live.facets().get(node);
            Trace trace = traces.get(node.uncut());
            Slice slice = trace == null ? null : trace.attached(rules.devices()).get(node);
            if (slice == null || (known != null && known.count() >= Visits.MOST_EVENTS)) {
                if (known != null) {
                    facets.put(node, known);
                }
            } else {
                Facet facet = new Facet(node);
                visits.facts(transaction, node.uncut(), slice).forEach(facet::fold);
                facets.put(node, facet);
            }
        }
        return facets;
    }

    /** What would be stored of the facets, so that equal here is equal in the store. */
    private static String bytes(Map<Node, Facet> facets) {
        StringBuilder json = new StringBuilder();
        new TreeMap<>(facets).values().forEach(f -> json.append(FacetCodec.write(f).toJson()));
        return json.toString();
    }
}
