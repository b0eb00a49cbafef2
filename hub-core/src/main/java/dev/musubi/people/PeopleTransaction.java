package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.event.EventFeed;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Found;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.order.Order;
import dev.musubi.order.Orders;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Transaction;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** One batch in one transaction: read, decide, write. */
final class PeopleTransaction {

    private final EventFeed feed;
    private final Identities identities;
    private final Profiles profiles;
    private final Orders orders;
    private final Suppressions suppressions;
    private final PlantedFault fault = new PlantedFault();

    PeopleTransaction(
            EventFeed feed,
            Identities identities,
            Profiles profiles,
            Orders orders,
            Suppressions suppressions) {
        this.feed = feed;
        this.identities = identities;
        this.profiles = profiles;
        this.orders = orders;
        this.suppressions = suppressions;
    }

    /** Some events of the batch had been applied before: another worker was there. */
    static final class AppliedElsewhere extends RuntimeException {}

    /** Everything the events mean, written once; the answer is what was written. */
    Outcome apply(Transaction transaction, List<Work> batch) {
        Map<String, Order> knownOrders =
                orders.find(
                        transaction,
                        batch.stream()
                                .map(Work::orderId)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet()));
        Set<Node> nodes = Decisions.nodes(batch, knownOrders.values());
        Found found =
                nodes.isEmpty()
                        ? new Found(Map.of(), Set.of())
                        : identities.find(transaction, nodes);
        Map<String, ProfileState> known =
                profiles.states(
                        transaction,
                        found.placements().values().stream()
                                .map(Placement::profile)
                                .collect(Collectors.toSet()));
        Outcome outcome = Decisions.decide(fault.told(batch), found, known, knownOrders, Ids::next);

        List<String> keys = batch.stream().map(Work::stored).map(StoredEvent::key).toList();
        if (feed.applied(transaction, keys) != keys.size()) {
            throw new AppliedElsewhere();
        }
        identities.write(transaction, outcome.identity());
        profiles.write(transaction, outcome.fresh(), outcome.known());
        orders.write(transaction, outcome.orders());
        suppressions.add(transaction, outcome.suppressions());
        return outcome;
    }

    /** To be called after the commit. */
    void committed(List<Work> batch, Outcome outcome) {
        identities.committed(outcome.identity());
        feed.committed(batch.stream().map(w -> w.stored().key()).toList());
    }
}
