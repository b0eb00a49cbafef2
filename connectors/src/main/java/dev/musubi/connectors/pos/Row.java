package dev.musubi.connectors.pos;

import dev.musubi.identity.Identifier;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one row says, cleaned up, or why it says nothing. */
sealed interface Row {

    /** The kinds of row; a flat row is header and line in one. */
    enum Kind {
        FLAT,
        HEADER,
        LINE,
        TENDER
    }

    /**
     * A row that can be used.
     *
     * @param key the receipt's key; absent where the row does not carry it
     * @param text cleaned values, without the empty ones
     */
    record Good(
            Kind kind,
            @Nullable String key,
            EnumMap<Field, String> text,
            EnumMap<Field, BigDecimal> numbers,
            @Nullable OffsetDateTime time,
            List<Identifier> identifiers,
            Map<String, String> traits)
            implements Row {

        boolean isLine() {
            return kind == Kind.FLAT || kind == Kind.LINE;
        }
    }

    /**
     * A row that cannot be used.
     *
     * @param key the receipt it seems to belong to, where that much could be read
     * @param header whether it is a header row, so that the lines below it belong to it
     */
    record Bad(@Nullable String key, boolean header, String reason) implements Row {}

    /** A row of a kind that the mapping passes over. */
    record Passed() implements Row {}
}
