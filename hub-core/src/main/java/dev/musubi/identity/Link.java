package dev.musubi.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One assertion that two nodes are one person, with its reason, or that they are not. Links are
 * only ever added.
 *
 * @param one a node of the one side
 * @param other a node of the other
 * @param ones all nodes that an operator's decision speaks of on the one side; empty for rules
 * @param others likewise on the other side
 * @param rule the rule that found it, or {@value #OPERATOR}
 * @param cause key of the event that brought it; the id of the decision where an operator did
 * @param reason in the words of the operator
 * @param time effective time of that event; of the decision
 */
public record Link(
        String id,
        Kind kind,
        Node one,
        Node other,
        List<Node> ones,
        List<Node> others,
        String rule,
        int ruleVersion,
        String actor,
        String cause,
        @Nullable String reason,
        Instant time) {

    /** The rule of what a person decided. */
    public static final String OPERATOR = "operator";

    public Link {
        ones = List.copyOf(ones);
        others = List.copyOf(others);
    }

    /** What a link says. */
    public enum Kind {
        ASSERTED("asserted"),
        RETRACTED("retracted"),
        MUST_NOT_LINK("must-not-link");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        static Kind ofWire(String wire) {
            for (Kind kind : values()) {
                if (kind.wire.equals(wire)) {
                    return kind;
                }
            }
            throw new IllegalStateException("no such kind of link: " + wire);
        }
    }

    /** Whether a person decided it for whole sets of nodes, rather than a rule for two. */
    public boolean decision() {
        return !ones.isEmpty();
    }
}
