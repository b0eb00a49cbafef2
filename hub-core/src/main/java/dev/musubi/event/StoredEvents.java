package dev.musubi.event;

import dev.musubi.event.intake.EventReader;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Reads the bodies that the log keeps. They were checked when they came in. Pure. */
public final class StoredEvents {

    private static final EventReader READER = new EventReader();
    private static final Sender TRUSTED =
            new Sender("log", Set.of(), anyNamespace(), Set.of(IdentifierType.values()));

    private StoredEvents() {}

    /**
     * The event of a stored body. Whose it is stands in the stored nodes, not in its identifiers.
     *
     * @throws IllegalStateException where the body does not pass the checks of today
     */
    public static Event read(StoredEvent stored) {
        return switch (READER.read(
                stored.envelope(), TRUSTED, stored.receivedAt().plus(Duration.ofDays(1)))) {
            case EventReader.Accepted(Event event) -> event;
            case EventReader.Refused(var problem) ->
                    throw new IllegalStateException(
                            "the stored body is refused today: " + problem.detail());
        };
    }

    /** Whether an event is about stock, products or places alone, and nobody's. */
    public static boolean aboutThings(String type, Node home) {
        return !Follower.of(type, home).contains(Follower.PEOPLE);
    }

    private static Map<IdentifierType, String> anyNamespace() {
        Map<IdentifierType, String> namespaces = new EnumMap<>(IdentifierType.class);
        for (IdentifierType type : IdentifierType.values()) {
            namespaces.put(type, "any");
        }
        return namespaces;
    }
}
