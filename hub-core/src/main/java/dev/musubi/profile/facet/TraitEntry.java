package dev.musubi.profile.facet;

import java.time.Instant;
import java.util.Comparator;

/**
 * One source's word on a trait. Ordered by what counts more: verified, then newer, then the greater
 * event key.
 *
 * @param verified whether the event was at home in an identifier that its person has proven
 * @param at effective time of the event
 * @param event key of the event
 */
public record TraitEntry(String value, String source, boolean verified, Instant at, String event)
        implements Comparable<TraitEntry> {

    private static final Comparator<TraitEntry> WEIGHT =
            Comparator.comparing(TraitEntry::verified)
                    .thenComparing(TraitEntry::at)
                    .thenComparing(TraitEntry::event)
                    .thenComparing(TraitEntry::value);

    /**
     * The reporting system: what a source's name says before its first colon. 293 tills are one.
     */
    public String system() {
        int colon = source.indexOf(':');
        return colon < 0 ? source : source.substring(0, colon);
    }

    @Override
    public int compareTo(TraitEntry other) {
        return WEIGHT.compare(this, other);
    }
}
