package dev.musubi.event.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.Sender;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.EventContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract says of each type's content, and what the hub asks of it, are the same. */
class ContentContractTest {

    private static final EventContract CONTRACT = new EventContract();
    private static final Sender ANYBODY =
            new Sender("test", Set.of(), Map.of(), Set.of(IdentifierType.values()));
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    /** The table of the design, less the types of a person's own changes, which carry nothing. */
    private static final String TYPES =
            "order.placed order.updated order.cancelled order.shipped order.ready order.collected"
                    + " order.delivered order.returned stock.counted stock.adjusted product.updated"
                    + " location.updated product.viewed cart.updated page.viewed search.performed"
                    + " app.opened screen.viewed activity.recorded activity.booked"
                    + " activity.attended store.visited email.sent email.delivered email.opened"
                    + " email.clicked email.bounced email.complained email.unsubscribed"
                    + " social.followed social.unfollowed social.messaged social.mentioned"
                    + " social.commented social.shared social.reacted social.voted social.posted"
                    + " survey.answered review.posted support.opened support.replied"
                    + " support.resolved live.joined live.chatted live.left content.watched"
                    + " consent.changed";

    static Stream<String> types() {
        return Stream.of(TYPES.split(" "));
    }

    @Test
    void everyTypeHasItsContentDescribed() {
        assertThat(CONTRACT.contents().keySet())
                .containsExactlyInAnyOrder(types().toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("types")
    void itsExampleIsAsDescribedAndTaken(String type) {
        ObjectNode event = example(type);

        assertThat(CONTRACT.broken(event)).isEmpty();
        assertThat(read(event)).isInstanceOf(EventReader.Accepted.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsRequiredIsAskedFor(String type) {
        List<String> required = CONTRACT.schema(CONTRACT.contents().get(type)).getRequired();
        for (String field : required == null ? List.<String>of() : required) {
            ObjectNode event = example(type);
            event.withObject("/data").remove(field);

            assertThat(CONTRACT.broken(event)).as(field).isNotEmpty();
            assertThat(read(event)).as(field).isInstanceOf(EventReader.Refused.class);
        }
    }

    @Test
    void unknownFieldsAndTypesAreDescribed() {
        ObjectNode event = EventBuilder.anEvent("gift.wrapped").with("ribbon", "red").build();
        event.put("colour", "red");

        assertThat(CONTRACT.broken(event)).isEmpty();
        assertThat(read(event)).isInstanceOf(EventReader.Accepted.class);
    }

    @Test
    void aWrongFieldIsNamed() {
        ObjectNode event = EventBuilder.anOrder("o-1", "10").build();
        ((ObjectNode) event.at("/data/lines/0")).put("quantity", true);

        assertThat(CONTRACT.broken(event)).singleElement().asString().contains("quantity");
    }

    private static ObjectNode example(String type) {
        JsonNode example =
                Json.mapper()
                        .valueToTree(CONTRACT.schema(CONTRACT.contents().get(type)).getExample());
        ObjectNode event = EventBuilder.anEvent(type).build();
        event.set("data", example);
        return event;
    }

    private static EventReader.Read read(JsonNode event) {
        return new EventReader().read(event, ANYBODY, NOW);
    }
}
