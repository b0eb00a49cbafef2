package dev.musubi.event;

import java.util.Optional;

public final class EventData {
    private EventData() {}

    public static Optional<OrderData> order(Event event) {
        return Optional.empty();
    }

    public static Optional<ConsentData> consent(Event event) {
        return Optional.empty();
    }

    public static Optional<EmailData> email(Event event) {
        return Optional.empty();
    }
}
