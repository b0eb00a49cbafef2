package dev.musubi.event.intake;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.Event;
import dev.musubi.event.EventData;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import dev.musubi.testing.TestHub;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers as they come, and the harmless ones that the consumers get. */
class AmountsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final EventReader READER = new EventReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0e-2147483647",
                "0e2147483647",
                "1e3",
                "+1",
                ".5",
                "1.",
                "１２",
                "0.0000000000"
            })
    void anAmountInTextIsRefusedUnlessItIsWrittenAsTheContractSays(String amount) {
        assertThat(refused(anOrder("o", amount).build()).field())
                .isEqualTo("data.lines[0].unitPrice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "007", "1.50", "999999999999999.999999"})
    void anAmountInTextIsTakenAsItIsWritten(String amount) {
        assertThat(unitPrice(anOrder("o", amount).build())).isEqualTo(new BigDecimal(amount));
    }

    @ParameterizedTest
    @CsvSource({"0e-900,0", "0E+900,0", "1e3,1000", "1.500000000,1.5", "-0.0,0"})
    void aNumberOfJsonIsBroughtToAScaleThatSumsEasily(String sent, String amount) {
        ObjectNode order = anOrder("o", "1").build();
        ((ObjectNode) order.at("/data/lines/0")).set("unitPrice", Json.read(sent));

        assertThat(unitPrice(order)).isEqualByComparingTo(amount);
        assertThat(unitPrice(order).scale()).isBetween(0, 6);
    }

    @ParameterizedTest
    @CsvSource({
        "latitude,90.5,false",
        "latitude,-90.000000001,false",
        "latitude,90,true",
        "latitude,35.671712345678,true",
        "longitude,180.01,false",
        "longitude,-139.7650123456789,true"
    })
    void aCoordinateMayBeFineButNotBeyondTheGlobe(String field, String degrees, boolean taken) {
        ObjectNode event = anEvent("location.updated").with("location", "ginza").build();
        event.withObject("/data").set(field, Json.read(degrees));

        if (taken) {
            accepted(event);
        } else {
            assertThat(refused(event).field()).isEqualTo("data." + field);
        }
    }

    @Test
    void whatIsNoMoneyMayHaveMoreThanSixDecimals() {
        ObjectNode rating = anEvent("review.posted").with("sku", "A-1").build();
        rating.withObject("/data").set("rating", Json.read("4.3333333333"));
        ObjectNode score = anEvent("survey.answered").with("survey", "s").build();
        score.withObject("/data").set("score", Json.read("8.12345678"));
        ObjectNode watched = anEvent("content.watched").with("content", "c").build();
        watched.withObject("/data").set("seconds", Json.read("61.033333333"));

        assertThat(new ObjectNode[] {rating, score, watched})
                .allSatisfy(event -> assertThat(accepted(event)).isNotNull());
    }

    private static BigDecimal unitPrice(ObjectNode order) {
        return EventData.order(accepted(order)).orElseThrow().lines().getFirst().unitPrice();
    }

    private static Event accepted(ObjectNode envelope) {
        return switch (READER.read(envelope, TestHub.TRUSTED, NOW)) {
            case EventReader.Accepted(Event event) -> event;
            case EventReader.Refused(Problem problem) ->
                    throw new AssertionError(problem.toString());
        };
    }

    private static Problem refused(ObjectNode envelope) {
        return switch (READER.read(envelope, TestHub.TRUSTED, NOW)) {
            case EventReader.Accepted _ -> throw new AssertionError("accepted");
            case EventReader.Refused(Problem problem) -> problem;
        };
    }
}
