package dev.musubi.identity;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which identifiers make people one, and what keeps them apart.
 *
 * @param version grows with every change, kept with each link
 * @param limits how many identifiers of a type one person may have
 * @param mostOwners a contact point seen with more ids of one type and namespace is shared: it
 *     joins nobody from then on
 * @param devices how many different people may log in at a device within a time, before it is one
 *     of the public that attaches nobody; absent: as many as like
 * @param mostNodes how many identifiers a person may have at all
 * @param mostProfiles an event that would join more profiles joins none
 * @param birthDatesPart whether people with different birth dates are kept apart
 * @param blocked values that identify nobody
 */
public record Rules(
        int version,
        Map<IdentifierType, Limit> limits,
        int mostOwners,
        @Nullable Limit devices,
        int mostNodes,
        int mostProfiles,
        boolean birthDatesPart,
        Blocked blocked) {

    /**
     * How many identifiers of one type a person may have; where the type has namespaces, in each.
     *
     * @param within first seen within this time of each other, in event time; absent: ever
     */
    public record Limit(int most, @Nullable Duration within) {}

    /** The rules of a hub that was told no others. */
    public static final Rules DEFAULT =
            new Rules(
                    2,
                    Map.of(
                            IdentifierType.CUSTOMER_ID, new Limit(1, null),
                            IdentifierType.SOCIAL_ID, new Limit(1, null),
                            IdentifierType.EMAIL, new Limit(5, Duration.ofDays(365)),
                            IdentifierType.PHONE, new Limit(3, Duration.ofDays(365))),
                    2,
                    new Limit(3, Duration.ofDays(30)),
                    50,
                    5,
                    true,
                    Blocked.NOTHING);

    public Rules {
        limits = Map.copyOf(limits);
    }

    /** Whether this identifier is nobody's, though it may have been taken for somebody's before. */
    public boolean blocks(Node node) {
        return node.type().filter(t -> blocked.identifiesNobody(t, node.value())).isPresent();
    }

    /**
     * Whether nothing keeps these nodes apart, in whatever order events name them together.
     *
     * @param birthDates how many different ones have been said of them
     */
    public boolean cannotRefuse(Collection<Node> nodes, int birthDates) {
        if (nodes.size() > mostNodes || (birthDatesPart && birthDates > 1)) {
            return false;
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Node node : nodes) {
            if (node.merges() && counts.merge(node.kind(), 1, Integer::sum) > most(node)) {
                return false;
            }
        }
        return true;
    }

    /** An id beyond the owners that a contact point may have could make one shared. */
    private int most(Node node) {
        Limit limit = node.type().map(limits::get).orElse(null);
        int most = limit == null ? Integer.MAX_VALUE : limit.most();
        return node.contactPoint() ? most : Math.min(most, mostOwners);
    }
}
