package dev.musubi.benchmarks.inside;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;

/** Events as the load sends them, as trees. */
final class Samples {

    private Samples() {}

    /** A view of a shop's page by whoever has this account. */
    static ObjectNode view(String id, String account) {
        ObjectNode event =
                Json.object()
                        .put("source", "bench")
                        .put("id", id)
                        .put("type", "page.viewed")
                        .put("time", java.time.Instant.now().toString())
                        .put("channel", "web");
        event.putArray("identifiers")
                .addObject()
                .put("type", "customer_id")
                .put("namespace", "bench")
                .put("value", account);
        event.putObject("data")
                .put("pageId", "page7")
                .put("pageName", "Page 7")
                .put("path", "/shop/page7")
                .put("language", "en")
                .put("url", "https://shop.example/shop/page7");
        return event;
    }

    /** The event by which somebody becomes known. */
    static ObjectNode person(String id, String account) {
        ObjectNode event = view(id, account).put("type", "profile.identified");
        event.putObject("data");
        event.withArray("identifiers")
                .addObject()
                .put("type", "email")
                .put("value", account + "@mail.example")
                .put("verified", true);
        event.putObject("traits").put("givenName", "First" + account).put("familyName", "Last7");
        return event;
    }
}
