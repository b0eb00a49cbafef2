package dev.musubi.consent;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether one contact point may be written to for one purpose.
 *
 * @param decidedBy key of the event that decided; absent where nothing was said
 */
public record Permission(
        String purpose,
        String channel,
        String contactPoint,
        boolean allowed,
        Reason reason,
        @Nullable String decidedBy) {

    /** Why. */
    public enum Reason {
        GRANTED,
        DENIED,
        EXPIRED,
        NO_CONSENT,
        ALLOWED_WITHOUT_CONSENT,
        UNSUBSCRIBED,
        COMPLAINED,
        BOUNCED;

        /** The name in the contract, such as {@code no_consent}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
