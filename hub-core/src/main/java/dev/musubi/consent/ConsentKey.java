package dev.musubi.consent;

import java.util.Comparator;

/**
 * What a decision is about.
 *
 * @param channel a channel of communication, such as {@code email} or {@code sms}
 * @param contactPoint the normalised address, or {@link #EVERYWHERE}
 */
public record ConsentKey(String purpose, String channel, String contactPoint)
        implements Comparable<ConsentKey> {

    /** The contact point that stands for all of a person's contact points of the channel. */
    public static final String EVERYWHERE = "*";

    private static final Comparator<ConsentKey> ORDER =
            Comparator.comparing(ConsentKey::purpose)
                    .thenComparing(ConsentKey::channel)
                    .thenComparing(ConsentKey::contactPoint);

    @Override
    public int compareTo(ConsentKey other) {
        return ORDER.compare(this, other);
    }
}
