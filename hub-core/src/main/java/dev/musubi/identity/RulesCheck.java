package dev.musubi.identity;

import dev.musubi.platform.DocumentStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule file would do to a live base, before it comes into force. Changes nothing in the
 * base. Thread safe.
 */
public final class RulesCheck {

    private static final int MOST_EXAMPLES = 20;
    private static final int MOST_PROFILES = 1_000_000;

    private final RuleFile file;

    private RulesCheck(RuleFile file) {
        this.file = file;
    }

    /**
     * Reads the file and looks for faults in it.
     *
     * @param region the ISO 3166 region in which a phone number without a country code is read
     * @throws WrongRules where it has one
     */
    public static RulesCheck of(Path file, String region) {
        return new RulesCheck(RuleFile.read(file, region));
    }

    /**
     * What is stored and would be dropped from events that come.
     *
     * @param version of the file
     * @param refusal why a hub on this base would refuse to start with it
     * @param identifiers how many are stored
     * @param blocked those of each type that the file blocks, strongest type first
     * @param profiles how many profiles have such an identifier; counted up to a million
     */
    public record Report(
            int version,
            Optional<String> refusal,
            long identifiers,
            List<Block> blocked,
            long profiles) {
        public Report {
            blocked = List.copyOf(blocked);
        }
    }

    /**
     * Stored identifiers of one type that the file blocks.
     *
     * @param examples up to 20
     */
    public record Block(IdentifierType type, long count, List<Node> examples) {
        public Block {
            examples = List.copyOf(examples);
        }
    }

    /** Reads all identifiers of this base. */
    public Report against(DocumentStore store) {
        Tally tally = new Tally();
        new IdentifierStore(store).all(tally::add);
        return new Report(
                file.rules().version(),
                RulesInForce.refusal(new IdentityRulesStore(store).activations(), file, false)
                        .map(WrongRules::getMessage),
                tally.identifiers,
                tally.counts.entrySet().stream()
                        .map(
                                e ->
                                        new Block(
                                                e.getKey(),
                                                e.getValue(),
                                                tally.examples.getOrDefault(e.getKey(), List.of())))
                        .toList(),
                tally.profiles.size());
    }

    private final class Tally {
        private final Map<IdentifierType, Long> counts = new EnumMap<>(IdentifierType.class);
        private final Map<IdentifierType, List<Node>> examples =
                new EnumMap<>(IdentifierType.class);
        private final Set<String> profiles = new HashSet<>();
        private long identifiers;

        void add(Node node, String profile) {
            Optional<IdentifierType> type = node.type();
            if (type.isEmpty()) {
                return;
            }
            identifiers++;
            if (!file.blocked().identifiesNobody(type.get(), node.value())) {
                return;
            }
            counts.merge(type.get(), 1L, Long::sum);
            List<Node> shown = examples.computeIfAbsent(type.get(), _ -> new ArrayList<>());
            if (shown.size() < MOST_EXAMPLES) {
                shown.add(node);
            }
            if (profiles.size() < MOST_PROFILES) {
                profiles.add(profile);
            }
        }
    }
}
