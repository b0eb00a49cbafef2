package dev.musubi.event;

import dev.musubi.event.intake.DataReader;
import java.util.Optional;

/** The typed content of checked events. Pure. */
public final class EventData {

    private EventData() {}

    /** What it says of an order; nothing for other types. */
    public static Optional<OrderData> order(Event event) {
        return DataReader.order(event.type(), event.data());
    }

    /** What it says of a consent; nothing for other types. */
    public static Optional<ConsentData> consent(Event event) {
        return event.type().equals("consent.changed")
                ? Optional.of(DataReader.consent(event.data()))
                : Optional.empty();
    }

    /** What it says of an e-mail address; nothing for other types. */
    public static Optional<EmailData> email(Event event) {
        return DataReader.email(event.type(), event.data());
    }
}
