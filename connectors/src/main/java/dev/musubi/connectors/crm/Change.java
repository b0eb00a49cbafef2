package dev.musubi.connectors.crm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a row changes of what is known. */
sealed interface Change {

    /**
     * Nothing.
     *
     * @param confirmed what is known, confirmed by a later file; absent where the file is not later
     */
    record Nothing(@Nullable Known confirmed) implements Change {}

    /** Nothing, because something later is known. */
    record Older() implements Change {}

    /**
     * Something.
     *
     * @param kind what it is called in reports
     * @param profile whether identifiers or traits are new
     * @param consents the decisions that are new
     * @param leaves whether the member has left just now
     * @param time of the events
     * @param next what is known afterwards
     */
    record Something(
            Kind kind,
            boolean profile,
            List<Member.Consent> consents,
            boolean leaves,
            Instant time,
            Known next)
            implements Change {
        public Something {
            consents = List.copyOf(consents);
        }
    }

    /** The names of changes in reports. */
    enum Kind {
        ADDED,
        CHANGED,
        LEFT
    }
}
