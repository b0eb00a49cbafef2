package dev.musubi.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Events as the contract writes them, with good defaults: a test sets only what it is about. */
public final class EventBuilder {

    private static final AtomicLong NUMBER = new AtomicLong();

    private final ObjectNode envelope = Json.object();

    private EventBuilder(String type) {
        envelope.put("source", "test")
                .put("id", "e-" + NUMBER.incrementAndGet())
                .put("type", type)
                .put("time", "2026-11-01T10:00:00Z")
                .put("channel", "web");
    }

    public static EventBuilder anEvent(String type) {
        return new EventBuilder(type);
    }

    /** {@code order.placed} of one line that comes to this amount in JPY. */
    public static EventBuilder anOrder(String orderId, String amount) {
        return new EventBuilder("order.placed").order(orderId, amount);
    }

    public EventBuilder order(String orderId, String amount) {
        data().put("orderId", orderId).put("currency", "JPY");
        data().putArray("lines")
                .addObject()
                .put("sku", "A-1")
                .put("quantity", "1")
                .put("unitPrice", amount);
        return this;
    }

    public EventBuilder id(String id) {
        envelope.put("id", id);
        return this;
    }

    public EventBuilder from(String source) {
        envelope.put("source", source);
        return this;
    }

    public EventBuilder at(Instant time) {
        envelope.put("time", time.toString());
        return this;
    }

    /** Minutes after the tests' usual time. */
    public EventBuilder minute(int minute) {
        return at(Instant.parse("2026-11-01T10:00:00Z").plusSeconds(60L * minute));
    }

    public EventBuilder in(String channel) {
        envelope.put("channel", channel);
        return this;
    }

    public EventBuilder at(String location) {
        envelope.put("location", location);
        return this;
    }

    public EventBuilder of(String type, String value) {
        identifiers().addObject().put("type", type).put("value", value);
        return this;
    }

    public EventBuilder of(String type, String namespace, String value) {
        identifiers().addObject().put("type", type).put("namespace", namespace).put("value", value);
        return this;
    }

    public EventBuilder ofVerified(String type, String value) {
        identifiers().addObject().put("type", type).put("value", value).put("verified", true);
        return this;
    }

    public EventBuilder trait(String name, String value) {
        envelope.withObject("/traits").put(name, value);
        return this;
    }

    public EventBuilder with(String field, String value) {
        data().put(field, value);
        return this;
    }

    public EventBuilder version(long version) {
        data().put("version", version);
        return this;
    }

    public EventBuilder historical() {
        envelope.put("historical", true);
        return this;
    }

    public ObjectNode data() {
        return envelope.withObject("/data");
    }

    public ObjectNode build() {
        return envelope.deepCopy();
    }

    private ArrayNode identifiers() {
        return envelope.withArray("/identifiers");
    }
}
