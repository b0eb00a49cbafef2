package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Event;
import dev.musubi.event.Sender;
import dev.musubi.platform.Problem;
import java.time.Instant;

public final class EventReader {
    public sealed interface Read {}

    public record Readable(Event event) implements Read {}

    public record Unreadable(Problem problem) implements Read {}

    public Read read(JsonNode envelope, Sender sender, Instant now) {
        throw new IllegalStateException("stub");
    }
}
