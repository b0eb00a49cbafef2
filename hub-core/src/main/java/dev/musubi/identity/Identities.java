package dev.musubi.identity;

import dev.musubi.platform.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every identifier, the profile it belongs to, and the links that say why. Thread safe. */
public final class Identities {

    /** The number of slots that profiles are spread over. */
    public static final int SLOTS = 64;

    private final IdentifierStore identifiers;
    private final LinkStore links;
    private final Slots slots;

    Identities(IdentifierStore identifiers, LinkStore links) {
        this.identifiers = identifiers;
        this.links = links;
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
        }
    }

    /** To be called after the commit. */
    public void committed(IdentityChanges changes) {
        changes.born().forEach(slots::learn);
        changes.fulfilled().forEach(slots::learn);
        changes.moved().forEach(slots::learn);
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

    /** The links among these nodes, oldest first. */
    public List<Link> links(Collection<Node> nodes) {
        return links.among(nodes);
    }
}
