package dev.musubi.people;

import dev.musubi.event.EventFeed;
import dev.musubi.event.Position;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Edge;
import dev.musubi.identity.Hint;
import dev.musubi.identity.Mark;
import dev.musubi.identity.Node;
import dev.musubi.identity.Rules;
import dev.musubi.identity.Slice;
import dev.musubi.identity.Slices;
import dev.musubi.identity.Trace;
import dev.musubi.platform.Transaction;
import dev.musubi.profile.facet.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose slices of devices and visits are: of what a batch says, cuts them anew where it is a
 * logout, a first login, a change of user or late; else folds what is done in a slice straight into
 * it. Thread safe.
 */
final class Visits {

    /** Of a slice with more events the others are left out. */
    static final int MOST_EVENTS = 10_000;

    private static final String LOGGED_OUT = "profile.logged-out";

    /** So many events of a slice are looked at to see that its new end leaves none out. */
    private static final int FEW = 100;

    private final EventFeed feed;
    private final Understanding understanding;
    private final Rules rules;

    Visits(EventFeed feed, Understanding understanding, Rules rules) {
        this.feed = feed;
        this.understanding = understanding;
        this.rules = rules;
    }

    /** The slices of a device have to be cut anew, and nobody was told: say so, and try again. */
    static final class Unannounced extends RuntimeException {
        Unannounced() {
            super("the slices of a device are to be cut anew, and nobody was told");
        }
    }

    private record News(List<Mark> marks, List<StoredEvent> done) {
        News() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** What the event says about who is at its devices; absent: nothing. */
    static @Nullable Mark mark(StoredEvent event) {
        boolean logout = event.type().equals(LOGGED_OUT);
        Node person = event.home().merges() ? event.home() : null;
        return logout || person != null
                ? new Mark(event.time(), event.key(), person, logout)
                : null;
    }

    private static Map<Node, News> news(Collection<Work> batch) {
        Map<Node, News> news = new TreeMap<>();
        for (Work work : batch) {
            StoredEvent event = work.stored();
            if (event.home().attaches()) {
                news.computeIfAbsent(event.home(), _ -> new News()).done().add(event);
            }
            Mark mark = mark(event);
            if (mark != null) {
                event.nodes().stream()
                        .filter(Node::attaches)
                        .forEach(
                                device ->
                                        news.computeIfAbsent(device, _ -> new News())
                                                .marks()
                                                .add(mark));
            }
        }
        return news;
    }

    /** The devices that something is said of. */
    static Set<Node> named(Collection<Work> batch) {
        return news(batch).keySet();
    }

    /** The devices of which the batch says who is at them. */
    static Set<Node> marked(Collection<Work> batch) {
        Set<Node> marked = new HashSet<>();
        news(batch)
                .forEach(
                        (device, said) -> {
                            if (!said.marks().isEmpty()) {
                                marked.add(device);
                            }
                        });
        return marked;
    }

    /** Of the devices with these traces, those whose slices the batch changes. */
    static Set<Node> unsettled(Collection<Work> batch, Map<Node, Trace> traces) {
        Set<Node> unsettled = new HashSet<>();
        news(batch)
                .forEach(
                        (device, said) -> {
                            Trace trace = traces.get(device);
                            if (!said.marks().isEmpty()
                                    && (trace == null || !settled(trace, said.marks()))) {
                                unsettled.add(device);
                            }
                        });
        return unsettled;
    }

    private static boolean settled(Trace trace, List<Mark> marks) {
        return marks.stream().allMatch(trace.slices()::settled);
    }

    /**
     * @param traces of the devices that the batch names, or has hints for
     */
    void plan(
            Transaction transaction,
            Collection<Work> batch,
            Map<Node, Trace> traces,
            Clicks clicks,
            Attachments plan) {
        Map<Node, News> news = news(batch);
        clicks.hints().keySet().forEach(device -> news.putIfAbsent(device, new News()));
        news.forEach(
                (device, said) -> {
                    Trace trace = traces.get(device);
                    if (trace != null) {
                        plan(transaction, trace, said, clicks, plan);
                    } else if (!said.marks().isEmpty() || clicks.hints().containsKey(device)) {
                        throw new Unannounced();
                    }
                });
    }

    private void plan(
            Transaction transaction, Trace trace, News said, Clicks clicks, Attachments plan) {
        Node device = trace.node();
        List<Mark> marks = said.marks().stream().sorted().toList();
        Slices slices = trace.slices();
        for (Mark mark : marks) {
            slices = slices.with(mark, (behind, in) -> next(transaction, device, behind, in));
        }
        List<Hint> hints = clicks.hints(device, trace.hints());
        Trace anew = trace.cut(slices, hints);
        boolean cut =
                !slices.equals(trace.slices())
                        || !Set.copyOf(anew.hints()).equals(Set.copyOf(trace.hints()));
        if (cut && !trace.announced()) {
            throw new Unannounced();
        }
        if (cut || (trace.announced() && !marks.isEmpty())) {
            plan.write(anew);
        } else if (trace.announced() || !said.done().isEmpty()) {
            plan.touch(device);
        }
        Set<Mark> hinted = new HashSet<>(hints(trace));
        hinted.addAll(hints(anew));
        Map<Node, Slice> before = trace.attached(rules.devices());
        // What is not remembered from now on is not given up.
        Map<Node, Slice> now =
                new Trace(device, null, slices, hints, List.of(), List.of(), false)
                        .attached(rules.devices());
        Set<Node> wanted = wanted(said.done(), now, plan);
        if (cut) {
            Instant since =
                    Stream.of(marks, hints(trace), hints(anew))
                            .flatMap(List::stream)
                            .map(Mark::time)
                            .min(Comparator.naturalOrder())
                            .orElseThrow();
            changed(transaction, device, before, now, since, hinted, wanted, plan);
        }
        wanted.forEach(
                node -> plan.change(change(hinted, node, null, now.get(node), List.of(), false)));
    }

    private static List<Mark> hints(Trace trace) {
        return trace.hints().stream().map(Hint::mark).toList();
    }

    /** The slices that something is done in, and that need a node. */
    private static Set<Node> wanted(
            List<StoredEvent> done, Map<Node, Slice> slices, Attachments plan) {
        Set<Node> wanted = new HashSet<>();
        for (StoredEvent event : done) {
            slices.forEach(
                    (node, slice) -> {
                        if (slice.attaches(event.time(), event.key())) {
                            plan.fold(event, node);
                            wanted.add(node);
                        }
                    });
        }
        return wanted;
    }

    private void changed(
            Transaction transaction,
            Node device,
            Map<Node, Slice> before,
            Map<Node, Slice> now,
            Instant first,
            Set<Mark> hinted,
            Set<Node> wanted,
            Attachments plan) {
        Instant since = first;
        Map<Node, Slice> gone = new HashMap<>(before);
        gone.keySet().removeAll(now.keySet());
        for (Map.Entry<Node, Slice> entry : now.entrySet()) {
            Node node = entry.getKey();
            Slice slice = entry.getValue();
            Slice old = before.get(node);
            Instant start = slice.since();
            if (slice.equals(old) || start == null) {
                continue;
            }
            since = start.isBefore(since) ? start : since;
            if (old == null || !endsBehindAll(transaction, device, old, slice)) {
                List<Fact> facts = facts(transaction, device, slice);
                boolean done = wanted.remove(node);
                if (!facts.isEmpty() || done) {
                    plan.change(change(hinted, node, old, slice, facts, true));
                } else if (old != null) {
                    gone.put(node, old);
                }
            }
        }
        gone.forEach((node, old) -> plan.change(change(hinted, node, old, null, List.of(), false)));
        feed.disturb(transaction, device, since);
    }

    /**
     * @param hinted what is no login
     */
    private static Attachments.Change change(
            Set<Mark> hinted,
            Node node,
            @Nullable Slice from,
            @Nullable Slice to,
            List<Fact> facts,
            boolean anew) {
        Mark login = login(to == null ? from : to);
        return new Attachments.Change(
                node,
                from == null ? null : login(from).person(),
                to == null ? null : login.person(),
                new Attachments.Cause(
                        hinted.contains(login) ? Hint.RULE : Slices.RULE,
                        login.key(),
                        login.time()),
                facts,
                anew);
    }

    private static Mark login(@Nullable Slice slice) {
        Mark login = slice == null ? null : slice.login();
        if (login == null) {
            throw new IllegalStateException("a slice of nobody is attached");
        }
        return login;
    }

    /** Whether only an end is new, behind all that was done in the slice. */
    private boolean endsBehindAll(Transaction transaction, Node device, Slice old, Slice now) {
        Edge end = now.end();
        if (old.end() != null
                || end == null
                || !now.equals(new Slice(old.start(), end, old.login()))) {
            return false;
        }
        List<StoredEvent> last = feed.atHome(transaction, device, end.time(), null, FEW);
        return last.size() < FEW && last.stream().allMatch(e -> now.contains(e.time(), e.key()));
    }

    /** What the applied events of an attached slice say, the first of them where it has many. */
    List<Fact> facts(Transaction transaction, Node device, Slice slice) {
        Instant since = slice.since();
        if (since == null) {
            return List.of();
        }
        Instant until = slice.end() == null ? null : slice.end().time();
        return feed.atHome(transaction, device, since, until, MOST_EVENTS).stream()
                .filter(e -> slice.attaches(e.time(), e.key()))
                .map(e -> understanding.understand(e).fact())
                .toList();
    }

    /** The next mark of a person within the slice. */
    private Optional<Mark> next(Transaction transaction, Node device, Mark behind, Slice in) {
        Instant until = in.end() == null ? null : in.end().time();
        return feed.nextBeside(
                        transaction, device, new Position(behind.time(), behind.key()), until)
                .filter(e -> in.contains(e.time(), e.key()))
                .map(Visits::mark);
    }
}
