package dev.musubi.people;

import dev.musubi.event.EventFeed;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Claim;
import dev.musubi.identity.Node;
import dev.musubi.identity.Resolution.Reason;
import dev.musubi.identity.Resolution.Refusal;
import dev.musubi.identity.Trace;
import dev.musubi.platform.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose a receipt is: the first's in event time who named it, within a window after what was
 * bought with it. That is a function of the events, in whatever order they come: it needs the
 * earliest claim and the earliest event at home in the receipt. Thread safe.
 */
final class Receipts {

    /** A receipt has few events; of one with more, the first are folded. */
    static final int MOST_EVENTS = 100;

    private final EventFeed feed;
    private final Understanding understanding;
    private final Duration window;

    /**
     * @param window how long after the purchase it can be claimed, in event time
     */
    Receipts(EventFeed feed, Understanding understanding, Duration window) {
        this.feed = feed;
        this.understanding = understanding;
        this.window = window;
    }

    private record News(List<Claim> claims, List<Work> bought) {
        News() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** The receipts that an event claims. */
    static Stream<Node> claimed(StoredEvent event) {
        Node home = event.home();
        return home.merges() || home.contactPoint()
                ? event.nodes().stream().filter(Node::claimed)
                : Stream.empty();
    }

    /**
     * @param traces of the receipts that the batch names
     */
    void plan(
            Transaction transaction,
            Collection<Work> batch,
            Map<Node, Trace> traces,
            Attachments plan) {
        Map<Node, News> news = new TreeMap<>();
        for (Work work : batch) {
            StoredEvent event = work.stored();
            Claim claim = new Claim(event.effectiveTime(), event.key(), event.home());
            claimed(event)
                    .forEach(
                            receipt ->
                                    news.computeIfAbsent(receipt, _ -> new News())
                                            .claims()
                                            .add(claim));
            if (event.home().claimed()) {
                news.computeIfAbsent(event.home(), _ -> new News()).bought().add(work);
            }
        }
        news.forEach(
                (receipt, said) -> {
                    Trace trace = traces.get(receipt);
                    if (trace != null) {
                        plan(transaction, trace, said, plan);
                    } else if (!said.claims().isEmpty()) {
                        throw new IllegalStateException("a receipt is claimed without a trace");
                    }
                });
    }

    private void plan(Transaction transaction, Trace trace, News news, Attachments plan) {
        Node receipt = trace.node();
        Claim before = trace.claim();
        List<Claim> claims = new ArrayList<>(news.claims());
        if (before != null) {
            claims.add(before);
        }
        if (!news.bought().isEmpty()) {
            plan.touch(receipt);
        }
        if (claims.isEmpty()) {
            return;
        }
        Claim claim = claims.stream().sorted().findFirst().orElseThrow();
        List<Work> bought =
                feed.atHome(transaction, receipt, MOST_EVENTS).stream()
                        .map(understanding::understand)
                        .toList();
        Instant last = last(bought, news.bought());
        claims.stream()
                .filter(c -> !c.home().equals(claim.home()))
                .filter(c -> last == null || !c.time().isAfter(last))
                .forEach(
                        c ->
                                plan.refuse(
                                        new Refusal(
                                                c.home(),
                                                receipt,
                                                Reason.CLAIMED,
                                                c.cause(),
                                                c.time()),
                                        claim.home()));
        boolean earlier = !claim.equals(before);
        if (earlier) {
            plan.write(trace.claimed(claim));
            feed.disturb(transaction, receipt);
        }
        if (earlier || !news.bought().isEmpty()) {
            boolean valid = last != null && !claim.time().isAfter(last);
            plan.change(
                    new Attachments.Change(
                            receipt,
                            before == null ? null : before.home(),
                            valid ? claim.home() : null,
                            new Attachments.Cause(Claim.RULE, claim.cause(), claim.time()),
                            bought.stream().map(Work::fact).toList(),
                            false));
            Stream.concat(bought.stream(), news.bought().stream())
                    .map(Work::orderId)
                    .filter(id -> id != null)
                    .forEach(plan::order);
            news.bought().forEach(w -> plan.fold(w.stored(), receipt));
        }
    }

    /** Until when it can be claimed; absent while nothing is known to be bought with it. */
    private @Nullable Instant last(List<Work> known, List<Work> fresh) {
        return Stream.concat(known.stream(), fresh.stream())
                .map(w -> w.stored().effectiveTime())
                .min(Instant::compareTo)
                .map(first -> first.plus(window))
                .orElse(null);
    }
}
