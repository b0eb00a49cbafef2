package dev.musubi.event;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.intake.EventReader;
import dev.musubi.identity.Node;
import dev.musubi.platform.Json;
import dev.musubi.testing.TestHub;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredEventsProperties {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final EventReader READER = new EventReader();

    @Property(tries = 2_000)
    void whatIsAcceptedReadsBackFromTheLogAsTheSame(@ForAll("events") JsonNode envelope) {
        readsBack(envelope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e50", "1e-50", "1E+1000", "0e-999", "12345.678e30", "4.9e-324"})
    void aNumberWithAnExponentReadsBack(String number) {
        ObjectNode event = anEvent("custom.thing").build();
        event.withObject("/data").set("n", Json.read(number));

        assertThat(readsBack(event)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.archived", "order.placed.again", "email.x", "email.", "order."})
    void aTypeThatOnlyLooksLikeAKnownOneSaysNothing(String type) {
        ObjectNode envelope = anEvent(type).build();
        envelope.set("data", Json.object().put("orderId", true).put("bounce", 7));

        assertThat(readsBack(envelope)).isTrue();
    }

    @Test
    void aKnownTypeStillSaysWhatItSays() {
        assertThat(EventData.order(accepted(anOrder("o", "1").build()))).isPresent();
        assertThat(EventData.email(accepted(anEvent("email.bounced").build()))).isPresent();
    }

    /** Whether it is accepted; if so, the log's consumers get the same event. */
    private static boolean readsBack(JsonNode envelope) {
        if (!(READER.read(envelope, TestHub.TRUSTED, NOW)
                instanceof EventReader.Accepted(Event event))) {
            return false;
        }
        Event again = StoredEvents.read(stored(event, Json.write(envelope)));

        assertThat(again.hash()).isEqualTo(event.hash());
        EventData.order(again);
        EventData.email(again);
        EventData.consent(again);
        return true;
    }

    private static StoredEvent stored(Event event, String body) {
        return new StoredEvent(
                StoredEvent.key(event.source(), event.id()),
                event.type(),
                event.time(),
                NOW,
                new Node("source:" + event.source()),
                List.of(),
                EventState.State.RECEIVED,
                null,
                "test",
                null,
                body);
    }

    private static Event accepted(JsonNode envelope) {
        return ((EventReader.Accepted) READER.read(envelope, TestHub.TRUSTED, NOW)).event();
    }

    /** Events of known and look-alike types, one field of their data replaced by anything. */
    @Provide
    Arbitrary<JsonNode> events() {
        Arbitrary<JsonNode> numbers =
                Combinators.combine(
                                Arbitraries.bigIntegers(),
                                Arbitraries.integers().between(-1_100, 1_100))
                        .as((digits, exponent) -> Json.read(digits + "e" + exponent));
        Arbitrary<JsonNode> anything =
                Arbitraries.oneOf(
                        numbers,
                        Arbitraries.bigDecimals()
                                .map(n -> Json.mapper().getNodeFactory().numberNode(n)),
                        Arbitraries.doubles().map(n -> Json.read(Double.toString(n))),
                        Arbitraries.strings().map(s -> Json.mapper().getNodeFactory().textNode(s)),
                        Arbitraries.of("sale", "hard", "granted", "1.5", "0e-9", "JPY")
                                .map(s -> Json.mapper().getNodeFactory().textNode(s)),
                        Arbitraries.of("[]", "[1]", "{}", "true", "null", "[{\"sku\":\"a\"}]")
                                .map(Json::read));
        Arbitrary<String> types =
                Arbitraries.of(
                        "order.placed",
                        "order.shipped",
                        "order.returned",
                        "order.archived",
                        "email.bounced",
                        "email.x",
                        "consent.changed",
                        "custom.thing");
        Arbitrary<String> fields =
                Arbitraries.of(
                        "orderId",
                        "total",
                        "lines",
                        "version",
                        "kind",
                        "bounce",
                        "reason",
                        "currency",
                        "decision",
                        "extra");
        return Combinators.combine(types, fields, anything)
                .as(
                        (type, field, value) -> {
                            ObjectNode event = anOrder("o", "1").build();
                            event.put("type", type);
                            event.withObject("/data")
                                    .put("purpose", "marketing")
                                    .put("channel", "email")
                                    .put("decision", "granted")
                                    .set(field, value);
                            return event;
                        });
    }
}
