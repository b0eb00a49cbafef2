package dev.musubi.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.identity.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("ArrayRecordComponent") // a digest on its way into the store, never compared here
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
        JsonNode envelope,
        byte[] hash) {}
