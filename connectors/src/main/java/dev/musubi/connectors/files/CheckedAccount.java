package dev.musubi.connectors.files;

import dev.musubi.connectors.pos.Mapping;
import dev.musubi.connectors.pos.Reading;
import dev.musubi.event.Sender;
import dev.musubi.identity.IdentifierType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * An account whose configuration holds.
 *
 * @param work a folder of its own, for sorting and downloads
 */
record CheckedAccount(
        String name,
        FileAccount configured,
        Mapping mapping,
        Set<IdentifierType> verified,
        FileDates dates,
        Path work) {

    Sender sender() {
        return new Sender("account:files/" + name, Set.of(), Map.of(), verified);
    }

    Reading reading(Instant asOf) {
        return new Reading(mapping, verified, configured.historical(), asOf);
    }
}
