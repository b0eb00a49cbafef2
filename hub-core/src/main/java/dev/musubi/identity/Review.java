package dev.musubi.identity;

import dev.musubi.identity.Resolution.Refusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule keeps apart, for a person to look at.
 *
 * @param id the same for the same nodes and reason
 * @param closed absent while nobody has decided
 */
public record Review(String id, Refusal refusal, @Nullable Closed closed) {

    /** What a person may decide. */
    public enum Verdict {
        MERGE("merge"),
        KEEP_APART("keep-apart"),
        DISMISS("dismiss");

        private final String wire;

        Verdict(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        /** Reads back {@link #wire}. */
        public static Verdict ofWire(String wire) {
            for (Verdict verdict : values()) {
                if (verdict.wire.equals(wire)) {
                    return verdict;
                }
            }
            throw new IllegalStateException("no such verdict: " + wire);
        }
    }

    /** What was decided, by whom, and why. */
    public record Closed(Verdict verdict, String actor, String reason, Instant at) {}

    /** Which are asked for. */
    public enum State {
        OPEN,
        CLOSED,
        ALL
    }
}
