package dev.musubi.event;

import dev.musubi.event.intake.DataReader;
import dev.musubi.event.intake.GoodsReader;
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

    /** What it says of a stock position; nothing for other types. */
    public static Optional<StockData> stock(Event event) {
        return GoodsReader.stock(event.type(), event.data());
    }

    /** What it says of a product; nothing for other types. */
    public static Optional<ProductData> product(Event event) {
        return event.type().equals("product.updated")
                ? Optional.of(GoodsReader.product(event.data()))
                : Optional.empty();
    }

    /** What it says of a location; nothing for other types. */
    public static Optional<LocationData> location(Event event) {
        return event.type().equals("location.updated")
                ? Optional.of(GoodsReader.location(event.data()))
                : Optional.empty();
    }

    /** What it says of an e-mail address; nothing for other types. */
    public static Optional<EmailData> email(Event event) {
        return DataReader.email(event.type(), event.data());
    }
}
