package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.event.EventFeed;
import dev.musubi.household.Households;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Rules;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import dev.musubi.profile.Profiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The workers of this hub that fold received events into people and orders. */
public final class PeopleConsumer implements AutoCloseable {

    /** How long a slot stays with a worker that says nothing. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final List<PeopleWorker> workers = new ArrayList<>();

    /**
     * @param number how many workers run side by side; zero for a hub that only takes events in
     * @param pace from the start of a worker's batch to the start of its next: a transaction costs
     *     much the same for one event as for twenty, so under load those that come in meanwhile
     *     share one. The first event after a quiet time, one that somebody waits for and a backlog
     *     are not held up
     * @param receiptWindow how long after a purchase its receipt can be claimed, in event time
     */
    public PeopleConsumer(
            int number,
            Duration pace,
            DocumentStore store,
            EventFeed feed,
            Identities identities,
            Nodes nodes,
            Profiles profiles,
            Orders orders,
            Suppressions suppressions,
            Households households,
            Rules rules,
            Duration receiptWindow,
            MeterRegistry registry,
            Clock clock) {
        SlotLeaseStore leases = new SlotLeaseStore(store, LEASE);
        leases.prepare();
        Census census = new Census(identities, profiles, rules);
        Understanding understanding = new Understanding(nodes);
        Attaching attaching = new Attaching(identities, feed, understanding, rules, receiptWindow);
        PeopleMetrics metrics = new PeopleMetrics(registry, feed, clock);
        for (int i = 0; i < number; i++) {
            workers.add(
                    new PeopleWorker(
                            i,
                            store,
                            feed,
                            new PeopleTransaction(
                                    feed,
                                    identities,
                                    profiles,
                                    orders,
                                    suppressions,
                                    households,
                                    census,
                                    attaching),
                            understanding,
                            leases,
                            metrics,
                            pace,
                            clock));
        }
        feed.onAppend(() -> workers.forEach(PeopleWorker::wake));
        feed.onAwait(() -> workers.forEach(PeopleWorker::hurry));
    }

    public void start() {
        workers.forEach(PeopleWorker::start);
    }

    /** Finishes the batches under way. */
    @Override
    public void close() {
        workers.forEach(PeopleWorker::close);
    }
}
