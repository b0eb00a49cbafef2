package dev.musubi.identity;

import java.time.Instant;

/**
 * One assertion that two nodes are one person, with its reason. Links are only ever added.
 *
 * @param rule the rule that found it: {@code same-event} or {@code verified-twin}
 * @param cause key of the event that brought it
 * @param time effective time of that event
 */
public record Link(
        String id,
        Kind kind,
        Node one,
        Node other,
        String rule,
        int ruleVersion,
        String actor,
        String cause,
        Instant time) {

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
}
