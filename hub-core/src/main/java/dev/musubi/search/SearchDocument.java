package dev.musubi.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index is told of one profile.
 *
 * @param version of the profile; an older one never replaces a newer
 * @param retired whether the profile was merged into another or erased: nothing else is kept then
 * @param names as the sources wrote them
 * @param emails normalised addresses
 * @param phones numbers in E.164
 * @param cards loyalty and customer ids, without their namespaces
 * @param orderNumbers ids and printed numbers of the newest orders
 * @param channels where the person was seen
 * @param locations stores and webs where the person was seen
 */
public record SearchDocument(
        String id,
        long version,
        boolean retired,
        Names names,
        List<String> emails,
        List<String> phones,
        List<String> cards,
        List<String> orderNumbers,
        List<String> channels,
        List<String> locations,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen) {

    /** The parts of a name that are known; the full name where its parts are not. */
    public record Names(
            @Nullable String familyName,
            @Nullable String givenName,
            @Nullable String familyNameKana,
            @Nullable String givenNameKana,
            @Nullable String fullName) {
        public static final Names NONE = new Names(null, null, null, null, null);
    }

    public SearchDocument {
        emails = List.copyOf(emails);
        phones = List.copyOf(phones);
        cards = List.copyOf(cards);
        orderNumbers = List.copyOf(orderNumbers);
        channels = List.copyOf(channels);
        locations = List.copyOf(locations);
    }

    /** A profile that is no more: kept in the index for its version, found by nobody. */
    public static SearchDocument tombstone(String id, long version) {
        return new SearchDocument(
                id,
                version,
                true,
                Names.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }
}
