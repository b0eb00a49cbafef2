package dev.musubi.identity;

import dev.musubi.identity.Rules.Limit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a weak node (receipt, device, visitor, token of a link) that somebody was named
 * together with; the others have none.
 *
 * @param claim of a receipt or token: the earliest that has come
 * @param slices of devices and visitors
 * @param hints who came there by a link, by token
 * @param addressees of a token: whose the mails are that it was sent in, until it is clear that
 *     they are several people's
 * @param seen of a token: the devices that it came back from, at most two of them
 * @param announced whether somebody is about to cut the slices anew: until then whoever applies an
 *     event with this node writes to the trace, so that both meet
 */
public record Trace(
        Node node,
        @Nullable Claim claim,
        Slices slices,
        List<Hint> hints,
        List<Node> addressees,
        List<Seen> seen,
        boolean announced) {

    /** How many tokens of one device are remembered. */
    private static final int MOST_HINTS = 200;

    /** One mail is told of by address, card and accounts; more kinds than that are no one mail. */
    private static final int MOST_ADDRESSEES = 8;

    /** A trace that says nothing yet. */
    public static Trace of(Node node) {
        return new Trace(node, null, Slices.NONE, List.of(), List.of(), List.of(), false);
    }

    public Trace {
        hints = List.copyOf(hints);
        addressees = List.copyOf(addressees);
        seen = List.copyOf(seen);
    }

    public Trace claimed(Claim by) {
        return new Trace(node, by, slices, hints, addressees, seen, announced);
    }

    /** With slices and hints as they are now, the newest of them where there are very many. */
    public Trace cut(Slices anew, List<Hint> hinted) {
        List<Hint> newest =
                hinted.stream()
                        .sorted(Comparator.comparing(Hint::mark).thenComparing(Hint::token))
                        .skip(Math.max(0, hinted.size() - MOST_HINTS))
                        .toList();
        return new Trace(node, claim, anew.remembered(), newest, addressees, seen, false);
    }

    /** The slices that are somebody's, by the nodes that stand for them. */
    public Map<Node, Slice> attached(@Nullable Limit devices) {
        return slices.attached(node, devices, hints.stream().map(Hint::mark).sorted().toList());
    }

    /** Of a token: with one more mail that it was sent in. */
    public Trace sent(Claim mail) {
        List<Node> all = new ArrayList<>(addressees);
        if (!all.contains(mail.home()) && !sentToSeveral()) {
            all.add(mail.home());
        }
        Claim first = claim == null || mail.compareTo(claim) < 0 ? mail : claim;
        return new Trace(node, first, slices, hints, all, seen, announced);
    }

    /**
     * Different ids of one kind are different people; ids of several kinds are one mail told of in
     * several ways.
     */
    private boolean sentToSeveral() {
        return addressees.size() > MOST_ADDRESSEES
                || addressees.stream().map(Node::kind).distinct().count() < addressees.size();
    }

    /** Of a token: with one more device, or an earlier visit there. */
    public Trace seen(Seen now) {
        List<Seen> all = new ArrayList<>(seen);
        Optional<Seen> there =
                all.stream().filter(s -> s.device().equals(now.device())).findFirst();
        if (there.isPresent() && now.before(there.get())) {
            all.set(all.indexOf(there.get()), now);
        } else if (there.isEmpty() && all.size() < 2) {
            all.add(now);
        }
        return new Trace(node, claim, slices, hints, addressees, all, announced);
    }

    /**
     * Of a token: who came, and where. A link that came back from several devices was passed on,
     * one that was sent to several people is nobody's own: neither says who anybody is.
     */
    public Optional<Seen> onlySeen() {
        return claim != null && seen.size() == 1 && !sentToSeveral()
                ? Optional.of(seen.getFirst())
                : Optional.empty();
    }
}
