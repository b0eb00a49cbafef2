package dev.musubi.connectors.files;

import dev.musubi.connectors.pos.Mapping;
import dev.musubi.connectors.pos.Reading;
import java.time.Instant;

/** An account of till files or order exports whose configuration holds. */
record CheckedAccount(Inbox inbox, Mapping mapping) {

    Reading reading(Instant asOf) {
        return new Reading(mapping, inbox.verified(), inbox.configured().historical(), asOf);
    }
}
