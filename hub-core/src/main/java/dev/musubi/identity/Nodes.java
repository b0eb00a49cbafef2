package dev.musubi.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes of identifiers, and decides where an event is at home. The only place that writes
 * node strings of people. Pure and thread safe.
 */
public final class Nodes {

    private static final Comparator<Node> STRONGEST_FIRST =
            Comparator.<Node>comparingInt(Nodes::rank).thenComparing(Comparator.naturalOrder());

    private final int ruleVersion;
    private final Normalizer normalizer;
    private final Kiosks kiosks;

    /**
     * With the rules of a hub that was told no others.
     *
     * @param region the ISO 3166 region in which a phone number without a country code is read
     */
    public Nodes(String region) {
        this(region, RuleFile.shipped(region));
    }

    Nodes(String region, RuleFile rules) {
        this.ruleVersion = rules.rules().version();
        this.normalizer = new Normalizer(new Spelling(region), rules.blocked());
        this.kiosks = rules.kiosks();
    }

    /** The version of the rules in force, kept with every home. */
    public int ruleVersion() {
        return ruleVersion;
    }

    /** The node of one identifier; nothing where its value identifies nobody. */
    public Optional<Node> node(Identifier identifier) {
        return normalizer
                .normalize(identifier.type(), identifier.value())
                .map(value -> new Node(prefix(identifier) + value));
    }

    /**
     * What an event with these identifiers says about whose it is. Of a kiosk, which many people
     * use, it does not count on what device it was.
     *
     * @param source of the event
     * @param thing where the event is at home when no identifier can be: its order, position,
     *     product, location or source
     */
    public Sighting sight(String source, Collection<Identifier> identifiers, Node thing) {
        boolean kiosk = kiosks.contains(source);
        SequencedSet<Node> nodes = new LinkedHashSet<>();
        for (Identifier identifier : identifiers) {
            if (!kiosk || !identifier.type().ofDevice()) {
                node(identifier).ifPresent(nodes::add);
            }
        }
        List<Node> ranked = new ArrayList<>(nodes);
        // A contact point that the same event also proves needs no unproven twin.
        ranked.removeIf(n -> n.unverified() && nodes.contains(n.verifiedTwin()));
        ranked.sort(STRONGEST_FIRST);
        return new Sighting(ranked.isEmpty() ? thing : ranked.getFirst(), ranked);
    }

    /** The address that consents and suppressions are kept for, the same proven or not. */
    public Optional<String> contactPoint(String channel, String raw) {
        IdentifierType type =
                switch (channel) {
                    case "email" -> IdentifierType.EMAIL;
                    case "sms", "phone" -> IdentifierType.PHONE;
                    default ->
                            raw.indexOf('@') > 0 ? IdentifierType.EMAIL : IdentifierType.SOCIAL_ID;
                };
        return type.contactPoint()
                ? node(new Identifier(type, null, raw, true)).map(Node::key)
                : Optional.of(channel + ":" + raw.strip()).filter(point -> !raw.isBlank());
    }

    /**
     * The same for every spelling of one postal address that we know of; the address itself is not
     * told.
     */
    public static Optional<Node> address(@Nullable String postcode, @Nullable String street) {
        if (postcode == null || street == null) {
            return Optional.empty();
        }
        String plain = Spelling.address(postcode).replace("-", "") + "|" + Spelling.address(street);
        return plain.startsWith("|") || plain.endsWith("|")
                ? Optional.empty()
                : Optional.of(new Node("address:" + Evidence.hash(plain)));
    }

    private static String prefix(Identifier identifier) {
        IdentifierType type = identifier.type();
        if (type.namespaced()) {
            return type.wire() + ":" + identifier.namespace() + ":";
        }
        return type.wire() + (type.contactPoint() && !identifier.verified() ? "?:" : ":");
    }

    /** Merging power first, then the rank of the type: the order in which a home is chosen. */
    private static int rank(Node node) {
        int rank = node.type().orElseThrow().rank();
        return node.merges() ? rank : IdentifierType.values().length + rank;
    }
}
