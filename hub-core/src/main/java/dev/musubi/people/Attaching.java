package dev.musubi.people;

import dev.musubi.event.EventFeed;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Trace;
import dev.musubi.platform.Transaction;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds whose weak nodes are. Thread safe.
 *
 * <p>An event at home in a weak node and one that names it beside a person are applied by different
 * transactions, perhaps at once, and neither writes what the other reads. So the second makes a
 * trace before it begins. Whoever then applies an event that came later sees the trace and writes
 * to it; an event that came earlier the second sees itself, applied or waiting, and it writes to
 * those that wait. Either way both meet, and one decides again.
 */
final class Attaching {

    private final Identities identities;
    private final Receipts receipts;

    Attaching(
            Identities identities,
            EventFeed feed,
            Understanding understanding,
            Duration receiptWindow) {
        this.identities = identities;
        this.receipts = new Receipts(feed, understanding, receiptWindow);
    }

    /** To be called before the transaction that plans begins. */
    void prepare(Collection<Work> batch) {
        Set<Node> claimed =
                batch.stream()
                        .flatMap(w -> Receipts.claimed(w.stored()))
                        .collect(Collectors.toSet());
        if (!claimed.isEmpty()) {
            identities.trace(claimed);
        }
    }

    /** What the batch says about weak nodes. */
    Attachments plan(Transaction transaction, Collection<Work> batch) {
        Attachments plan = new Attachments();
        Set<Node> weak =
                batch.stream()
                        .map(Work::stored)
                        .flatMap(Attaching::weak)
                        .collect(Collectors.toSet());
        if (!weak.isEmpty()) {
            Map<Node, Trace> traces = identities.traces(transaction, weak);
            receipts.plan(transaction, batch, traces, plan);
        }
        return plan;
    }

    private static Stream<Node> weak(StoredEvent event) {
        return event.home().claimed() ? Stream.of(event.home()) : Receipts.claimed(event);
    }

    /** Writes what became of the traces. */
    void write(Transaction transaction, Attachments plan) {
        identities.write(transaction, plan.written(), plan.touched());
    }
}
