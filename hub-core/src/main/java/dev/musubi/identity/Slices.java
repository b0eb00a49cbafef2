package dev.musubi.identity;

import dev.musubi.identity.Rules.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The slices of one device, push token or visitor id, in event time: cut by logouts and by changes
 * of user. A logout ends the slice it lies in. An event of another person begins a new slice; what
 * lies before it without a logout stays with the former user's. Pure and immutable.
 *
 * <p>The slices are a function of the marks. {@link #with} takes up one more without knowing all
 * the others: it needs only the next one in the slice that the mark falls into, whichever mark came
 * first.
 *
 * @param all in order, each ending where the next one begins; the oldest of very many are forgotten
 */
public record Slices(List<Slice> all) {

    /** The rule by which a slice is somebody's. */
    public static final String RULE = "slice";

    /** How many slices are kept; an event older than all of them changes nothing. */
    static final int REMEMBERED = 200;

    /** Of what nobody is known to have used. */
    public static final Slices NONE = new Slices(List.of(new Slice(null, null, null)));

    public Slices {
        all = List.copyOf(all);
    }

    /** Cuts at once what {@link #with} cuts mark by mark. */
    public static Slices of(Collection<Mark> marks) {
        List<Slice> cut = new ArrayList<>();
        Edge start = null;
        Mark login = null;
        for (Mark mark : marks.stream().sorted().toList()) {
            boolean known = mark.person() != null;
            if (known && login == null) {
                login = mark;
            } else if (known && login != null && !login.samePerson(mark)) {
                cut.add(new Slice(start, mark.before(), login));
                start = mark.before();
                login = mark;
            }
            if (mark.logout()) {
                cut.add(new Slice(start, mark.behind(), login));
                start = mark.behind();
                login = null;
            }
        }
        cut.add(new Slice(start, null, login));
        return new Slices(cut);
    }

    /** Whether the mark changes nothing. */
    public boolean settled(Mark mark) {
        int at = at(mark);
        if (at < 0) {
            return true;
        }
        Slice slice = all.get(at);
        if (mark.logout()) {
            return mark.behind().equals(slice.end()) && mark.person() == null;
        }
        return mark.person() == null
                || (slice.login() != null
                        && mark.person().equals(slice.login().person())
                        && mark.compareTo(slice.login()) >= 0);
    }

    /**
     * The slices with one more mark.
     *
     * @param next gives the first mark of a person within the slice, which has one, behind this
     *     mark; of those that have been taken up
     */
    public Slices with(Mark mark, BiFunction<Mark, Slice, Optional<Mark>> next) {
        List<Slice> cut = new ArrayList<>(all);
        if (mark.person() != null && at(mark) >= 0) {
            int at = at(mark);
            cut.remove(at);
            cut.addAll(at, seen(all.get(at), mark, next));
        }
        Slices seen = new Slices(cut).joined();
        int at = seen.at(mark);
        if (!mark.logout() || at < 0 || mark.behind().equals(seen.all.get(at).end())) {
            return seen;
        }
        List<Slice> left = new ArrayList<>(seen.all);
        Slice slice = left.remove(at);
        left.addAll(at, parted(slice, mark, next));
        return new Slices(left).joined();
    }

    private static List<Slice> seen(
            Slice slice, Mark mark, BiFunction<Mark, Slice, Optional<Mark>> next) {
        Mark login = slice.login();
        if (login == null) {
            return List.of(new Slice(slice.start(), slice.end(), mark));
        }
        boolean first = mark.compareTo(login) < 0;
        if (slice.person().equals(Optional.ofNullable(mark.person()))) {
            return List.of(new Slice(slice.start(), slice.end(), first ? mark : login));
        }
        if (first) {
            return List.of(
                    new Slice(slice.start(), login.before(), mark),
                    new Slice(login.before(), slice.end(), login));
        }
        List<Slice> cut = new ArrayList<>();
        cut.add(new Slice(slice.start(), mark.before(), login));
        Optional<Mark> again = next.apply(mark, slice);
        cut.add(new Slice(mark.before(), again.map(Mark::before).orElse(slice.end()), mark));
        again.ifPresent(back -> cut.add(new Slice(back.before(), slice.end(), back)));
        return cut;
    }

    private static List<Slice> parted(
            Slice slice, Mark logout, BiFunction<Mark, Slice, Optional<Mark>> next) {
        Mark login = slice.login();
        boolean before = login != null && login.compareTo(logout) <= 0;
        Mark after = before ? next.apply(logout, slice).orElse(null) : login;
        return List.of(
                new Slice(slice.start(), logout.behind(), before ? login : null),
                new Slice(logout.behind(), slice.end(), after));
    }

    /** Without the changes of user that are none any more. */
    private Slices joined() {
        List<Slice> joined = new ArrayList<>();
        for (Slice slice : all) {
            Slice last = joined.isEmpty() ? null : joined.getLast();
            boolean change = slice.start() != null && !slice.start().after();
            if (last != null
                    && change
                    && (last.login() == null || last.person().equals(slice.person()))) {
                joined.removeLast();
                joined.add(
                        new Slice(
                                last.start(),
                                slice.end(),
                                last.login() == null ? slice.login() : last.login()));
            } else {
                joined.add(slice);
            }
        }
        return new Slices(joined);
    }

    private int at(Mark mark) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).contains(mark.time(), mark.key())) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Since which login the device is one of the public: it attaches nobody from there on.
     * Different ids of one kind are different people, ids of several kinds may be one person's.
     *
     * @param limit of different people within a time; absent: it never is
     */
    public @Nullable Mark sharedSince(@Nullable Limit limit) {
        if (limit == null) {
            return null;
        }
        List<Mark> logins = all.stream().map(Slice::login).filter(l -> l != null).sorted().toList();
        for (int i = 0; i < logins.size(); i++) {
            Duration within = limit.within();
            Instant since = within == null ? Instant.MIN : logins.get(i).time().minus(within);
            Map<String, Set<Node>> people = new HashMap<>();
            for (Mark login : logins.subList(0, i + 1)) {
                Node person = login.person();
                if (person != null && !login.time().isBefore(since)) {
                    Set<Node> same = people.computeIfAbsent(person.kind(), _ -> new HashSet<>());
                    same.add(person);
                    if (same.size() > limit.most()) {
                        return logins.get(i);
                    }
                }
            }
        }
        return null;
    }

    /**
     * The slices that are somebody's, by the nodes that stand for them.
     *
     * @param limit as of {@link #sharedSince}
     * @param hints visits by somebody's links, in order: where nobody logged in, they say whose a
     *     slice is, as long as all within it are one person's
     */
    Map<Node, Slice> attached(Node device, @Nullable Limit limit, List<Mark> hints) {
        Mark shared = sharedSince(limit);
        Map<Node, Slice> attached = new LinkedHashMap<>();
        for (Slice known : all) {
            Slice slice = known.hinted(hints);
            Mark login = slice.login();
            if (login != null
                    && !slice.momentary()
                    && (shared == null || login.compareTo(shared) < 0)) {
                attached.put(slice.node(device), slice);
            }
        }
        return attached;
    }

    /** The newest of them. */
    Slices remembered() {
        return all.size() <= REMEMBERED
                ? this
                : new Slices(all.subList(all.size() - REMEMBERED, all.size()));
    }
}
