package dev.musubi.people;

import dev.musubi.event.EventFeed;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Evidence;
import dev.musubi.identity.Node;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What events said of a contact point while it was shared: they were taken for silent about it, so
 * only the log still knows. Thread safe.
 */
final class Recollection {

    /** More than any person has: who reads on learns nothing. */
    private static final int MOST_SETS = 500;

    private static final int MOST_EVENTS = 20_000;

    private final EventFeed feed;
    private final Understanding understanding;

    Recollection(EventFeed feed, Understanding understanding) {
        this.feed = feed;
        this.understanding = understanding;
    }

    /**
     * What was found.
     *
     * @param whole whether there is no more
     */
    record Found(List<Evidence> evidence, boolean whole) {}

    /**
     * Reads until more ids of one kind have been seen with the node than one person may have.
     *
     * @param mostOwners how many
     */
    Found of(Transaction transaction, Node node, Instant since, int mostOwners) {
        Map<String, Evidence> found = new LinkedHashMap<>();
        Map<String, Set<Node>> owners = new HashMap<>();
        int[] read = {0};
        boolean[] whole = {true};
        feed.beside(
                transaction,
                node,
                since,
                event -> {
                    Evidence said = said(event);
                    if (said.nodes().contains(node) && said.nodes().size() > 1) {
                        found.merge(said.id(), said, (a, b) -> a.compareTo(b) <= 0 ? a : b);
                        said.nodes().stream()
                                .filter(n -> !n.contactPoint())
                                .forEach(
                                        n ->
                                                owners.computeIfAbsent(
                                                                n.kind(), _ -> new HashSet<>())
                                                        .add(n));
                    }
                    whole[0] =
                            ++read[0] < MOST_EVENTS
                                    && found.size() < MOST_SETS
                                    && owners.values().stream()
                                            .allMatch(o -> o.size() <= mostOwners);
                    return whole[0];
                });
        return new Found(List.copyOf(found.values()), whole[0]);
    }

    private Evidence said(StoredEvent event) {
        return Evidence.of(
                event.sighting().joined(),
                understanding.understand(event).birthDate(),
                event.effectiveTime(),
                event.key());
    }
}
