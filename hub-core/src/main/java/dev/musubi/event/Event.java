package dev.musubi.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.identity.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, checked against the contract.
 *
 * @param source the reporting system that says so; with {@code id} it names the event
 * @param time when it happened, UTC, as the source says
 * @param channel the kind of place it happened in
 * @param location the store, warehouse or web shop it happened in
 * @param identifiers whose it is, {@code verified} as far as the sender is believed
 * @param traits cleaned values of the contract's closed list, by name
 * @param data what the type of event carries; unknown fields are kept
 * @param historical whether it is back-fill, which triggers nothing
 * @param asOf when the source said so, such as the date of a file: the version of what it tells
 *     where {@code data} carries none; told again at another time, it is the same event
 * @param hash SHA-256 of the canonical envelope less {@code historical} and {@code asOf}
 */
public record Event(
        String source,
        String id,
        String type,
        Instant time,
        String channel,
        @Nullable String location,
        List<Identifier> identifiers,
        Map<String, String> traits,
        JsonNode data,
        boolean historical,
        @Nullable Instant asOf,
        byte[] hash) {

    public Event {
        identifiers = List.copyOf(identifiers);
        traits = Map.copyOf(traits);
    }
}
