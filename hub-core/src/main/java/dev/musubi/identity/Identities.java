package dev.musubi.identity;

import dev.musubi.identity.Resolution.Shared;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Every identifier, the profile it belongs to, and the links that say why. Thread safe. */
public final class Identities {

    /** The number of slots that profiles are spread over. */
    public static final int SLOTS = 64;

    private final IdentifierStore identifiers;
    private final LinkStore links;
    private final EvidenceStore evidence;
    private final ReviewStore reviews;
    private final TraceStore traces;
    private final Slots slots;

    Identities(
            IdentifierStore identifiers,
            LinkStore links,
            EvidenceStore evidence,
            ReviewStore reviews,
            TraceStore traces) {
        this.identifiers = identifiers;
        this.links = links;
        this.evidence = evidence;
        this.reviews = reviews;
        this.traces = traces;
        this.slots = new Slots(identifiers::slots);
    }

    /** The slot of each home: its profile's where that is known, else by its hash. */
    public Map<Node, Integer> slots(Collection<Node> homes) {
        return slots.of(homes);
    }

    /** The slot of a profile that is founded by this node. */
    public static int slotOf(Node founder) {
        return Slots.hash(founder);
    }

    /** Where these nodes stand, as the transaction sees them. */
    public Found find(Transaction transaction, Collection<Node> nodes) {
        return identifiers.find(transaction, nodes);
    }

    /**
     * Writes the changes. A node that another transaction has inserted or moved since makes this
     * one fail, with a duplicate key or a write conflict: its owner decides again.
     */
    public void write(Transaction transaction, IdentityChanges changes) {
        if (!changes.isEmpty()) {
            identifiers.write(transaction, changes);
            links.add(transaction, changes.links());
            evidence.write(transaction, changes.evidence());
            reviews.write(transaction, changes.refusals());
        }
    }

    /** To be called after the commit. */
    public void committed(IdentityChanges changes) {
        changes.born().forEach(slots::learn);
        changes.fulfilled().forEach(slots::learn);
        changes.moved().forEach(slots::learn);
        evidence.committed(changes.evidence());
    }

    /** What is known of the same sets of identifiers, by the id of the evidence. */
    public Map<String, Evidence> known(Transaction transaction, Collection<Evidence> asked) {
        return asked.isEmpty() ? Map.of() : evidence.known(transaction, asked);
    }

    /** All evidence about these nodes that can still count. */
    public List<Evidence> evidence(
            Transaction transaction, Collection<Node> nodes, Map<Node, Shared> shared) {
        return evidence.of(transaction, nodes, shared);
    }

    /** The time of the earliest event that named this node beside others. */
    public Optional<Instant> firstNamed(Node node) {
        return evidence.firstNamed(node);
    }

    /** All links that speak of any of these nodes, oldest first, as the transaction sees them. */
    public List<Link> links(Transaction transaction, Collection<Node> nodes) {
        return links.of(transaction, nodes);
    }

    /**
     * Makes sure that these weak nodes have a trace. To be called before the transaction that
     * decides on them begins, so that it sees every event whose own transaction does not see the
     * trace.
     */
    public void trace(Collection<Node> weak) {
        traces.make(weak);
    }

    /**
     * Makes sure that these have a trace, and says of each that its slices are about to be cut
     * anew. To be called before the transaction that cuts them begins.
     */
    public void announce(Collection<Node> weak) {
        traces.announce(weak);
    }

    /** The traces of these weak nodes; most have none. */
    public Map<Node, Trace> traces(Collection<Node> weak) {
        return weak.isEmpty() ? Map.of() : traces.find(weak);
    }

    /** The traces of these weak nodes, as the transaction sees them; most have none. */
    public Map<Node, Trace> traces(Transaction transaction, Collection<Node> weak) {
        return weak.isEmpty() ? Map.of() : traces.find(transaction, weak);
    }

    /**
     * Writes traces within a transaction.
     *
     * @param touched those that something was decided on, and that stay as they are
     */
    public void write(
            Transaction transaction, Collection<Trace> changed, Collection<Node> touched) {
        traces.write(transaction, changed, touched);
    }

    /** Where this node stands now. */
    public Optional<Placement> find(Node node) {
        return Optional.ofNullable(find(List.of(node)).get(node));
    }

    /** Where these nodes stand now; unknown ones are left out. */
    public Map<Node, Placement> find(Collection<Node> nodes) {
        return identifiers.find(nodes);
    }

    /** The profile that an id leads to now, the id of a retired profile included. */
    public Optional<String> redirect(String profileId) {
        return identifiers.nodeBorn(profileId).flatMap(this::find).map(Placement::profile);
    }

    /** All links that speak of any of these nodes, oldest first. */
    public List<Link> links(Collection<Node> nodes) {
        return links.of(null, nodes);
    }

    /**
     * Some of the links that were written since then by rules of another version, oldest first.
     *
     * @param version of the rules that are not meant
     */
    public List<Link> linksByOthers(Instant since, int version, int limit) {
        return links.byOthers(since, version, limit);
    }

    /** What rules keep apart from these nodes. */
    public List<Review> reviews(Collection<Node> nodes) {
        return reviews.of(nodes);
    }

    /** A page of all that rules keep apart, after this place, in the order of {@link #place}. */
    public List<Review> reviews(@Nullable String after, Review.State state, int limit) {
        return reviews.after(after, state, limit);
    }

    /** The place of a review in the listing. */
    public static String place(Review review) {
        return ReviewStore.key(review.refusal());
    }

    public Optional<Review> review(String id) {
        return reviews.find(id);
    }

    /**
     * Closes an open review.
     *
     * @return false where somebody has
     */
    public boolean close(Transaction transaction, String review, Review.Closed closed) {
        return reviews.close(transaction, review, closed);
    }

    /**
     * Gives a shared contact point its power back, whoever is seen with it, from this moment on.
     * Until {@link #recalled}, what was said of it before has to be looked up.
     *
     * @return false where it is not shared, or somebody did so before
     */
    public boolean lift(Node node, Lift lift) {
        return identifiers.lift(node, lift);
    }

    /**
     * Leaves it to the rules again whether it is shared.
     *
     * @return false where nobody had given it its power back
     */
    public boolean unlift(Node node) {
        return identifiers.unlift(node);
    }

    /** Of these births those that are kept, with the node of each. */
    public Map<String, Node> births(Transaction transaction, Collection<String> births) {
        return identifiers.births(transaction, births);
    }

    /** Puts nodes where they belong, and keeps their births; for mending alone. */
    public void place(Transaction transaction, Collection<Placement> placements) {
        identifiers.place(transaction, placements);
    }

    /** Walks every identifier, in no order, with the profile that it points to. */
    public void all(BiConsumer<Node, String> visit) {
        identifiers.all(visit);
    }

    /** Whether what was said of this one while it was shared has not been looked up yet. */
    public boolean unfinished(Node node) {
        return identifiers.unfinished(node);
    }

    /** Gives contact points their power back that are not shared by the rules of now. */
    public void unshare(Collection<Node> nodes) {
        identifiers.unshare(nodes);
    }

    /** Says that what was said of these while they were shared has been looked up. */
    public void recalled(Transaction transaction, Collection<Node> nodes) {
        if (!nodes.isEmpty()) {
            identifiers.recalled(transaction, nodes);
        }
    }

    /** Which of these a person gave their power back. */
    public Map<Node, Lift> lifts(Collection<Node> nodes) {
        return identifiers.lifts(nodes);
    }

    /** Which of these contact points are shared by too many people to join anybody. */
    public Set<Node> shared(Collection<Node> nodes) {
        return identifiers.shared(nodes);
    }
}
