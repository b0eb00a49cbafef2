package dev.musubi.connectors.crm;

import dev.musubi.identity.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one row says of a member.
 *
 * @param key names the member among those of its source, the same for all spellings of the number
 * @param identifiers the member number first
 * @param updatedAt when the CRM last changed the row, in whole milliseconds; absent: not said
 * @param consents those that the row says something about
 * @param left whether the row says that the member has left
 */
record Member(
        String key,
        List<Identifier> identifiers,
        SortedMap<String, String> traits,
        @Nullable Instant updatedAt,
        List<Consent> consents,
        boolean left) {

    /**
     * One decision of a member for one purpose and channel.
     *
     * @param at when it was made; absent: not said
     */
    record Consent(String purpose, String channel, boolean granted, @Nullable Instant at) {
        String key() {
            return purpose + "|" + channel;
        }
    }

    Member {
        identifiers = List.copyOf(identifiers);
        consents = List.copyOf(consents);
    }

    Identifier number() {
        return identifiers.getFirst();
    }
}
