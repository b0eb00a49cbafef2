package dev.musubi.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: a count or a movement, booked once.
 *
 * @param id the cause and the number of its line, so that no cause is booked twice
 * @param quantity a count's number; else how many more there are, negative for fewer
 * @param at when it was so
 * @param sequence a count's place among those of one time; absent where its source has none
 * @param source who said so; absent for movements of orders that were booked without it
 * @param cause the event, {@code source|id}, or the order that it comes from
 */
public record Entry(
        String id,
        Spot spot,
        Kind kind,
        BigDecimal quantity,
        Instant at,
        @Nullable Long sequence,
        @Nullable String source,
        String cause) {

    /** What happened. */
    public enum Kind {
        COUNTED,
        SOLD,
        /** An order says something else than before. */
        CORRECTED,
        CANCELLED,
        RETURNED,
        ADJUSTED;

        private final String wire = name().toLowerCase(Locale.ROOT);

        public String wire() {
            return wire;
        }

        static Kind ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    boolean counts() {
        return kind == Kind.COUNTED;
    }

    Entry of(Spot other) {
        return new Entry(id, other, kind, quantity, at, sequence, source, cause);
    }
}
