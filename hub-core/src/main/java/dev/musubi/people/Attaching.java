package dev.musubi.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.event.EventFeed;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Rules;
import dev.musubi.identity.Trace;
import dev.musubi.platform.Transaction;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
 * those that wait. Either way both meet, and one decides again. Where slices are cut anew, the
 * trace says so before, and until then even an event that changes nothing writes to it.
 */
final class Attaching {

    private static final int REMEMBERED = 50_000;

    private final Identities identities;
    private final Receipts receipts;
    private final Visits visits;

    /** A hint that what a batch says is known: what is true is seen in the transaction. */
    private final Cache<Node, Trace> settled =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    Attaching(
            Identities identities,
            EventFeed feed,
            Understanding understanding,
            Rules rules,
            Duration receiptWindow) {
        this.identities = identities;
        this.receipts = new Receipts(feed, understanding, receiptWindow);
        this.visits = new Visits(feed, understanding, rules);
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
        Set<Node> tokens = Clicks.tokens(batch);
        if (!tokens.isEmpty()) {
            identities.trace(tokens);
            identities.announce(Clicks.of(batch, identities.traces(tokens)).hints().keySet());
        }
        Set<Node> marked = Visits.marked(batch);
        if (!marked.isEmpty()) {
            Map<Node, Trace> known = new HashMap<>(settled.getAllPresent(marked));
            Set<Node> unsure = Visits.unsettled(batch, known);
            known.putAll(identities.traces(unsure));
            Set<Node> unsettled = Visits.unsettled(batch, known);
            settled.invalidateAll(unsettled);
            identities.announce(unsettled);
        }
    }

    /**
     * What the batch says about weak nodes.
     *
     * @throws Visits.Unannounced where what was known at {@link #prepare} is no more true
     */
    Attachments plan(Transaction transaction, Collection<Work> batch) {
        Attachments plan = new Attachments();
        Set<Node> weak = new HashSet<>(Visits.named(batch));
        batch.stream().map(Work::stored).flatMap(Attaching::receipts).forEach(weak::add);
        Set<Node> tokens = Clicks.tokens(batch);
        Clicks clicks = clicks(transaction, batch, tokens);
        weak.addAll(clicks.hints().keySet());
        clicks.tokens().values().forEach(plan::write);
        if (!weak.isEmpty()) {
            Map<Node, Trace> traces = identities.traces(transaction, weak);
            settled.invalidateAll(weak);
            settled.putAll(traces);
            receipts.plan(transaction, batch, traces, plan);
            visits.plan(transaction, batch, traces, clicks, plan);
        }
        return plan;
    }

    private Clicks clicks(Transaction transaction, Collection<Work> batch, Set<Node> tokens) {
        if (tokens.isEmpty()) {
            return new Clicks(Map.of(), Map.of());
        }
        Map<Node, Trace> known = identities.traces(transaction, tokens);
        if (!known.keySet().containsAll(tokens)) {
            throw new Visits.Unannounced();
        }
        return Clicks.of(batch, known);
    }

    private static Stream<Node> receipts(StoredEvent event) {
        return event.home().claimed() ? Stream.of(event.home()) : Receipts.claimed(event);
    }

    /** Writes what became of the traces. */
    void write(Transaction transaction, Attachments plan) {
        identities.write(transaction, plan.written(), plan.touched());
    }
}
