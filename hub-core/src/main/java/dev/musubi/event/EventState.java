package dev.musubi.event;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far an event has come.
 *
 * @param reason why it is dead; absent otherwise
 */
public record EventState(String key, State state, Instant receivedAt, @Nullable String reason) {

    /** The way of an event through the people consumer. */
    public enum State {
        /** Durable, not yet folded. */
        RECEIVED,
        /** Folded into its profile and order, once. */
        APPLIED,
        /** Set aside with its reason; it can be replayed. */
        DEAD;

        private final String wire = name().toLowerCase(Locale.ROOT);

        public String wire() {
            return wire;
        }

        static State ofWire(String wire) {
            return switch (wire) {
                case "received" -> RECEIVED;
                case "applied" -> APPLIED;
                case "dead" -> DEAD;
                default -> throw new IllegalStateException("no such event state: " + wire);
            };
        }
    }
}
