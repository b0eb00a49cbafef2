package dev.musubi.event;

import dev.musubi.identity.Node;

/** The homes of events that name no person: the thing that they are about. */
final class Things {

    private Things() {}

    static Node home(Event event) {
        String type = event.type();
        if (type.startsWith("order.")) {
            String order = text(event, "orderId");
            if (!order.isEmpty()) {
                String system = text(event, "orderSystem");
                return new Node(
                        "order:" + (system.isEmpty() ? event.source() : system) + "|" + order);
            }
        }
        String sku = text(event, "sku");
        if (type.startsWith("stock.") && !sku.isEmpty()) {
            return new Node("position:" + sku + "@" + text(event, "location"));
        }
        if (!sku.isEmpty()) {
            return new Node("product:" + sku);
        }
        String location = type.startsWith("location.") ? text(event, "location") : event.location();
        if (location != null && !location.isEmpty()) {
            return new Node("location:" + location);
        }
        return new Node("source:" + event.source());
    }

    private static String text(Event event, String field) {
        return event.data().path(field).asText("");
    }
}
