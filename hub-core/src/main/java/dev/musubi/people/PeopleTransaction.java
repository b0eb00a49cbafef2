package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.event.EventFeed;
import dev.musubi.event.StoredEvent;
import dev.musubi.household.Households;
import dev.musubi.identity.Found;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.order.Order;
import dev.musubi.order.Orders;
import dev.musubi.platform.Transaction;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One batch in one transaction: read, decide, write. */
final class PeopleTransaction {

    private final EventFeed feed;
    private final Identities identities;
    private final Profiles profiles;
    private final Orders orders;
    private final Suppressions suppressions;
    private final Households households;
    private final Census census;
    private final Attaching attaching;
    private final PeopleFaults faults = new PeopleFaults();

    PeopleTransaction(
            EventFeed feed,
            Identities identities,
            Profiles profiles,
            Orders orders,
            Suppressions suppressions,
            Households households,
            Census census,
            Attaching attaching) {
        this.feed = feed;
        this.identities = identities;
        this.profiles = profiles;
        this.orders = orders;
        this.suppressions = suppressions;
        this.households = households;
        this.census = census;
        this.attaching = attaching;
    }

    /** Some events of the batch had been applied before: another worker was there. */
    static final class AppliedElsewhere extends RuntimeException {}

    /** To be called before the transaction begins. */
    void prepare(List<Work> batch) {
        attaching.prepare(batch);
    }

    /** Everything the events mean, written once; the answer is what was written. */
    Outcome apply(Transaction transaction, List<Work> batch) {
        List<Work> told = faults.told(batch);
        Optional<Link> misjudged = faults.misjudged(told, census.rules().version());
        Attachments attachments = attaching.plan(transaction, told);
        Census.Settled settled =
                census.settle(
                        transaction,
                        known(transaction, told, attachments),
                        grouping -> {
                            told.stream()
                                    .filter(w -> w.stored().home().person())
                                    .forEach(grouping::add);
                            misjudged.ifPresent(grouping::add);
                        });
        attachments.settle(settled.grouping());
        Outcome outcome = Decisions.decide(told, settled.known(), settled.grouping(), attachments);

        List<String> keys = batch.stream().map(Work::stored).map(StoredEvent::key).toList();
        if (feed.applied(transaction, keys) != keys.size()) {
            throw new AppliedElsewhere();
        }
        census.write(transaction, outcome.people());
        attaching.write(transaction, attachments);
        orders.write(transaction, outcome.orders());
        suppressions.add(transaction, outcome.suppressions());
        households.add(transaction, outcome.sharings());
        return outcome;
    }

    private Known known(Transaction transaction, List<Work> batch, Attachments attachments) {
        Set<String> orderIds =
                batch.stream()
                        .map(Work::orderId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        orderIds.addAll(attachments.orders());
        Map<String, Order> knownOrders = orders.find(transaction, orderIds);
        Set<Node> nodes = Decisions.nodes(batch, knownOrders.values());
        nodes.addAll(attachments.nodes());
        Found found = nodes.isEmpty() ? Found.NOTHING : identities.find(transaction, nodes);
        Map<String, ProfileState> people =
                profiles.states(
                        transaction,
                        found.placements().values().stream()
                                .map(Placement::profile)
                                .collect(Collectors.toSet()));
        return new Known(
                found,
                people,
                knownOrders,
                identities.known(transaction, Decisions.evidence(batch, found)),
                Surroundings.NONE);
    }

    /** To be called after the commit. */
    void committed(List<Work> batch, Outcome outcome) {
        census.committed(outcome.people());
        households.committed(outcome.sharings());
        feed.committed(batch.stream().map(w -> w.stored().key()).toList());
    }
}
