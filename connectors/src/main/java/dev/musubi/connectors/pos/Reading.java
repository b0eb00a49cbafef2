package dev.musubi.connectors.pos;

import dev.musubi.identity.IdentifierType;
import java.time.Instant;
import java.util.Set;

/**
 * How the files of one account are read.
 *
 * @param mapping what the columns mean
 * @param verified the identifier types that the account vouches for
 * @param historical whether the events are back-fill
 * @param asOf the file's date: which of two versions of a receipt holds, where the mapping has no
 *     version
 */
public record Reading(
        Mapping mapping, Set<IdentifierType> verified, boolean historical, Instant asOf) {

    public Reading {
        verified = Set.copyOf(verified);
    }
}
