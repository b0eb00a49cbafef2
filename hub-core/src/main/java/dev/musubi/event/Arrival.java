package dev.musubi.event;

import dev.musubi.identity.Sighting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A checked event on its way into the store. */
record Arrival(
        Event event,
        Sighting sighting,
        int rules,
        Instant receivedAt,
        String sender,
        @Nullable String raw,
        String body) {

    String key() {
        return StoredEvent.key(event.source(), event.id());
    }
}
