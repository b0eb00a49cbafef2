package dev.musubi.connectors.crm;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a CRM said last of a member.
 *
 * @param key the {@link Member#key()}
 * @param member the number as it was written last
 * @param content hash of identifiers and traits
 * @param consents whether granted, by purpose and channel; what was never said is absent
 * @param stated when the CRM changed it last, as far as it says, else the file's date
 * @param asOf the date of the file
 * @param time of the newest event about it
 * @param left whether the member has left
 */
record Known(
        String key,
        String member,
        String content,
        SortedMap<String, Boolean> consents,
        Instant stated,
        Instant asOf,
        Instant time,
        boolean left) {

    Known {
        consents = Collections.unmodifiableSortedMap(new TreeMap<>(consents));
    }

    /** The same member, missing from the full file of a date. */
    Known missing(Instant fileDate, Instant at) {
        return new Known(key, member, content, consents, stated, fileDate, at, true);
    }

    /** The same, confirmed by a later file. */
    Known confirmed(Instant later, Instant fileDate) {
        return new Known(key, member, content, consents, later, fileDate, time, left);
    }
}
