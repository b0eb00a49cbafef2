package dev.musubi.event.intake;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.Event;
import dev.musubi.event.EventData;
import dev.musubi.event.Sender;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.HubException;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import dev.musubi.testing.TestHub;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line of the contract's limits, and each kind of hostile input: what is said, and where. */
class HostileInputTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final EventReader READER = new EventReader();

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
        byte[] body = "{\"id\":\"ab\"}".getBytes(StandardCharsets.UTF_8);
        body[8] = (byte) 0xFF;

        assertThat(unreadable(body).detail()).contains("UTF-8").contains("byte 8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nope",
                "{\"a\":1",
                "{\"a\":1} trailing",
                "{\"a\":1,\"a\":2}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "[1,2]",
                "\"text\"",
                "null",
                "{\"events\":[]}",
                "{\"events\":{}}"
            })
    void whatIsNoEventAndNoListOfEventsIsUnreadable(String body) {
        Problem problem = unreadable(body.getBytes(StandardCharsets.UTF_8));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void moreThanAThousandEventsOrFiveMegabytesAreTooMuch() {
        ObjectNode many = Json.object();
        ArrayNode events = many.putArray("events");
        for (int i = 0; i < 1_001; i++) {
            events.addObject();
        }

        assertThat(unreadable(bytes(many)).status()).isEqualTo(413);
        assertThat(unreadable(bytes(many)).detail()).contains("1000").contains("1001");
        assertThat(unreadable(new byte[(20 << 20) + 1]).status()).isEqualTo(413);
    }

    @Test
    void halfASurrogatePairIsRefusedAsABadField() {
        JsonNode envelope =
                BodyReader.envelopes(
                                Json.write(anEvent("page.viewed").with("url", "/").build())
                                        .replace("\"/\"", "\"\\ud83d\"")
                                        .getBytes(StandardCharsets.UTF_8))
                        .getFirst();

        assertThat(refused(envelope).field()).isEqualTo("data.url");
        assertThat(refused(envelope).detail()).contains("surrogate");
    }

    @Test
    void nulIsRefusedEverywhere() {
        assertThat(refused(anEvent("page.viewed").with("url", "/\0").build()).detail())
                .contains("NUL");
    }

    @Test
    void nestingBeyondThirtyTwoLevelsIsRefused() {
        ObjectNode event = anEvent("custom.thing").build();
        ObjectNode level = event.putObject("data");
        for (int i = 0; i < 40; i++) {
            level = level.putObject("d");
        }

        assertThat(refused(event).detail()).contains("32");
    }

    @Test
    void bracketsWithoutEndDoNotOverflowAnyStack() {
        byte[] deep = "[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);

        assertThat(unreadable(deep).status()).isEqualTo(400);
    }

    @Test
    void moreThanTwentyThousandValuesAreRefused() {
        ObjectNode event = anEvent("custom.thing").build();
        ArrayNode values = event.putObject("data").putArray("v");
        for (int i = 0; i < 20_001; i++) {
            values.add(1);
        }

        assertThat(refused(event).detail()).contains("20000");
    }

    @Test
    void anEventBeyond256KilobytesIsTooLargeByItsBytesNotItsCharacters() {
        ObjectNode event = anEvent("custom.thing").with("text", "結".repeat(90_000)).build();

        assertThat(refused(event).status()).isEqualTo(413);
        assertThat(refused(event).detail()).contains("262144").contains("270");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890123456789012345678901234567890", "1e400000", "1e-400000"})
    void numbersOfManyDigitsOrHugeExponentsAreRefusedWithoutBeingExpanded(String number) {
        String body =
                Json.write(anOrder("o", "1").build())
                        .replace("\"unitPrice\":\"1\"", "\"unitPrice\":" + number);

        assertThat(refused(BodyReader.envelopes(body.getBytes(StandardCharsets.UTF_8)).getFirst()))
                .isNotNull();
    }

    @Test
    void aNumberOfFourHundredAndOneDigitsIsUnreadable() {
        byte[] body = ("{\"a\":" + "9".repeat(401) + "}").getBytes(StandardCharsets.UTF_8);

        assertThat(unreadable(body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000000000",
                "0.0000001",
                "abc",
                "1e15",
                "--1",
                "0x10",
                "４.440892e-16"
            })
    void moneyBeyondItsLimitsIsRefusedByTheNameOfItsField(String amount) {
        Problem problem = refused(anOrder("o", amount).build());

        assertThat(problem.field()).isEqualTo("data.lines[0].unitPrice");
        assertThat(problem.detail()).doesNotContain(amount);
    }

    @Test
    void moneyIsExactToTheLastDigit() {
        Event event = accepted(anOrder("o", "999999999999999.123456").build());

        assertThat(EventData.order(event).orElseThrow().lines().getFirst().unitPrice())
                .isEqualTo(new BigDecimal("999999999999999.123456"));
    }

    @Test
    void anOrderOfMoreThanTwoThousandLinesIsRefused() {
        ObjectNode event = anOrder("o", "1").build();
        ArrayNode lines = (ArrayNode) event.at("/data/lines");
        for (int i = 0; i < 2_000; i++) {
            lines.addObject().put("sku", "s").put("quantity", 1);
        }

        assertThat(refused(event).field()).isEqualTo("data.lines");
        assertThat(refused(event).detail()).contains("2000").contains("2001");
    }

    @Test
    void moreThanFiftyIdentifiersOrOneOfMoreThan1024CharactersAreRefused() {
        var many = anEvent("profile.identified");
        for (int i = 0; i < 51; i++) {
            many.of("loyalty_id", "L" + i);
        }

        assertThat(refused(many.build()).detail()).contains("50").contains("51");
        assertThat(
                        refused(
                                        anEvent("profile.identified")
                                                .of("loyalty_id", "L".repeat(1_025))
                                                .build())
                                .field())
                .isEqualTo("identifiers[0].value");
    }

    @Test
    void anUnknownTypeOfIdentifierIsRefusedByItsPlaceAndTheKnownOnesAreNamed() {
        Problem problem = refused(anEvent("profile.identified").of("passport", "1").build());

        assertThat(problem.field()).isEqualTo("identifiers[0].type");
        assertThat(problem.detail()).contains("loyalty_id");
    }

    @Test
    void anIdentifierThatNeedsANamespaceGetsTheConfiguredOneOrIsRefused() {
        ObjectNode event = anEvent("profile.identified").of("customer_id", "7").build();

        assertThat(accepted(event).identifiers().getFirst().namespace()).isEqualTo("shop");
        Sender bare = new Sender("bare", Set.of(), Map.of(), Set.of());
        assertThat(((EventReader.Refused) READER.read(event, bare, NOW)).problem().field())
                .isEqualTo("identifiers[0].namespace");
    }

    @Test
    void verifiedIsBelievedOnlyOfTheTypesThatTheSenderIsBelievedIn() {
        ObjectNode event =
                anEvent("profile.identified")
                        .ofVerified("email", "a@b.jp")
                        .ofVerified("phone", "0312345678")
                        .build();
        Sender phones = new Sender("till", Set.of(), Map.of(), Set.of(IdentifierType.PHONE));

        Event read = ((EventReader.Accepted) READER.read(event, phones, NOW)).event();

        assertThat(read.identifiers()).extracting("verified").containsExactly(false, true);
    }

    @Test
    void aSourceThatTheKeyIsNotBoundToIsRejected() {
        Sender bound = new Sender("till", Set.of("pos:ginza"), Map.of(), Set.of());

        Problem problem =
                ((EventReader.Refused)
                                READER.read(anEvent("x.y").from("pos:other").build(), bound, NOW))
                        .problem();

        assertThat(problem.code()).isEqualTo("foreign-source");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "1899-12-31T23:59:59Z",
                "9999-12-31T00:00:00Z",
                "2026-11-23T10:00:01Z",
                "2026-11-22",
                "2026-11-22T10:00:00",
                "2026-11-22T10:00Z",
                "2026-11-22T10:00:00+09:00:30",
                "2026-02-30T10:00:00Z",
                "yesterday",
                "1700000000"
            })
    void timesOutOfBoundsOrWithoutAnOffsetAreRefused(String time) {
        assertThat(refused(anEvent("x.y").build().put("time", time)).field()).isEqualTo("time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POS",
                "a b",
                "a|b",
                "日本",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void aSourceOutsideItsAlphabetIsRefused(String source) {
        assertThat(refused(anEvent("x.y").from(source).build()).field()).isEqualTo("source");
    }

    @Test
    void controlCharactersAreRefusedInIdsAndTakenOutOfNames() {
        assertThat(refused(anEvent("x.y").id("a\u0007").build()).field()).isEqualTo("id");
        Event event =
                accepted(
                        anEvent("x.y")
                                .trait("familyName", "佐\u0007藤\u202E\u061C")
                                .trait("shoeSize", "24")
                                .build());

        assertThat(event.traits()).containsOnly(Map.entry("familyName", "佐藤"));
    }

    @Test
    void aTraitBeyond256CharactersOrABirthDateThatIsNoneIsRefused() {
        assertThat(refused(anEvent("x.y").trait("city", "x".repeat(257)).build()).field())
                .isEqualTo("traits.city");
        assertThat(refused(anEvent("x.y").trait("birthDate", "1990-02-30").build()).field())
                .isEqualTo("traits.birthDate");
    }

    @Test
    void dollarKeysDotsAndUnknownFieldsAreData() {
        ObjectNode event = anEvent("custom.thing").build();
        event.putObject("data").put("$set", 1).put("a.b", 2).putObject("$where").put("$gt", "");
        event.put("somethingNew", true);

        assertThat(accepted(event).data().get("$set").intValue()).isEqualTo(1);
    }

    @Test
    void aConsentThatSaysNeitherGrantedNorDeniedIsRefused() {
        ObjectNode event =
                anEvent("consent.changed")
                        .with("purpose", "marketing")
                        .with("channel", "email")
                        .build();

        assertThat(refused(event).field()).isEqualTo("data.decision");
        assertThat(refused(withDecision(event, "perhaps")).field()).isEqualTo("data.decision");
        assertThat(accepted(withDecision(event, "granted"))).isNotNull();
    }

    @Test
    void aBounceThatDoesNotSayItIsSoftIsHard() {
        assertThat(bounce(anEvent("email.bounced").build())).isTrue();
        assertThat(bounce(anEvent("email.bounced").with("bounce", "soft").build())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0e-2147483647", "0E+1000", "1e3", "+5", ".5", "5.", "٣", "1_0"})
    void moneyAsTextIsWrittenPlainly(String amount) {
        assertThat(refused(anOrder("o", amount).build()).field())
                .isEqualTo("data.lines[0].unitPrice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0e-900", "0E+900", "0.000", "1e3", "12.500000000"})
    void anAcceptedAmountHasAScaleThatSumsStayReadableBy(String number) {
        String body =
                Json.write(anOrder("o", "1").build())
                        .replace("\"unitPrice\":\"1\"", "\"unitPrice\":" + number);
        Event event =
                accepted(BodyReader.envelopes(body.getBytes(StandardCharsets.UTF_8)).getFirst());

        BigDecimal amount = EventData.order(event).orElseThrow().lines().getFirst().unitPrice();
        assertThat(amount).isEqualByComparingTo(new BigDecimal(number));
        assertThat(amount.scale()).isBetween(0, 6);
    }

    @Property(tries = 2_000)
    void whatIsAcceptedIsReadBackFromWhatIsStored(@ForAll("trees") JsonNode tree) {
        if (READER.read(tree, TestHub.TRUSTED, NOW) instanceof EventReader.Accepted(Event event)) {
            Event again = accepted(Json.read(Json.write(tree)));

            assertThat(again.hash()).isEqualTo(event.hash());
            EventData.order(again);
            EventData.email(again);
            EventData.consent(again);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e50", "-1E-300", "12345678901234567890.5"})
    void aNumberIsStoredInAsManyDigitsAsCame(String number) {
        String body =
                Json.write(anEvent("custom.thing").with("n", "x").build())
                        .replace("\"n\":\"x\"", "\"n\":" + number);
        JsonNode envelope = BodyReader.envelopes(body.getBytes(StandardCharsets.UTF_8)).getFirst();

        assertThat(accepted(Json.read(Json.write(envelope))).hash())
                .isEqualTo(accepted(envelope).hash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.archived", "email.forwarded", "stock.moved", "consent.asked"})
    void aTypeNotKnownYetIsKeptWhateverItCarries(String type) {
        Event event = accepted(anEvent(type).with("lines", "none").build());

        assertThat(EventData.order(event)).isEmpty();
        assertThat(EventData.email(event)).isEmpty();
        assertThat(EventData.consent(event)).isEmpty();
    }

    @Test
    void aStepOfAnOrderIsNotRefusedForWhatItDoesNotSay() {
        ObjectNode event = anEvent("order.shipped").with("orderId", "o").build();
        event.withArray("/data/lines").addObject().put("sku", "s");

        assertThat(EventData.order(accepted(event)).orElseThrow().lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"latitude", "longitude"})
    void degreesAreTakenInAllTheirDigitsAndRefusedBeyondTheGlobe(String field) {
        ObjectNode event = anEvent("location.updated").with("location", "ginza").build();
        event.withObject("/data").put(field, 35.67169812345678);
        assertThat(accepted(event)).isNotNull();

        event.withObject("/data").put(field, field.equals("latitude") ? 90.5 : 180.01);
        assertThat(refused(event).field()).isEqualTo("data." + field);
    }

    @Test
    void proseMayHaveLinesAndTabsAndNoOtherControlCharacters() {
        assertThat(accepted(review("first\n\tsecond\r\n"))).isNotNull();
        assertThat(refused(review("bell\u0007")).field()).isEqualTo("data.text");
        assertThat(refused(review("x".repeat(10_001))).detail())
                .contains("10000")
                .contains("10001");
    }

    private static ObjectNode review(String text) {
        ObjectNode event = anEvent("review.posted").with("sku", "s").with("text", text).build();
        event.withObject("/data").put("rating", 4.5);
        return event;
    }

    @ParameterizedTest
    @ValueSource(strings = {"yen", "ABC", "JP", "jpy", "円"})
    void aCurrencyThatIsNoneIsRefused(String currency) {
        ObjectNode event = anOrder("o", "1").build();
        event.withObject("/data").put("currency", currency);

        assertThat(refused(event).field()).isEqualTo("data.currency");
    }

    @Test
    void aListEntryThatIsNoObjectIsNamed() {
        ObjectNode event = anEvent("x.y").build();
        event.putArray("identifiers").add("a@b.jp");

        assertThat(refused(event).field()).isEqualTo("identifiers[0]");
        assertThat(refused(Json.mapper().createArrayNode()).field()).isEqualTo("event");
    }

    @Test
    void aBodyOfMillionsOfTinyValuesIsRefusedBeforeItsTreeIsBuilt() {
        byte[] body =
                ("{\"events\":[" + "{},".repeat(1_100_000) + "{}]}")
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(unreadable(body).status()).isEqualTo(400);
        assertThat(unreadable(body).detail()).contains("2000000");
    }

    @Property(tries = 2_000)
    void noTreeMakesTheReaderThrow(@ForAll("trees") JsonNode tree) {
        assertThat(READER.read(tree, TestHub.TRUSTED, NOW)).isNotNull();
    }

    @Property(tries = 2_000)
    void noBytesMakeTheBodyReaderThrowAnythingButARefusal(@ForAll byte[] bytes) {
        try {
            BodyReader.envelopes(bytes);
        } catch (HubException.Refused refused) {
            assertThat(refused.problem().detail()).isNotBlank();
        }
    }

    /** Real events with one field replaced by anything. */
    @Provide
    Arbitrary<JsonNode> trees() {
        Arbitrary<JsonNode> anything =
                Arbitraries.oneOf(
                        Arbitraries.strings().map(s -> Json.mapper().getNodeFactory().textNode(s)),
                        Arbitraries.bigDecimals()
                                .map(n -> Json.mapper().getNodeFactory().numberNode(n)),
                        Arbitraries.of(true, false)
                                .map(b -> Json.mapper().getNodeFactory().booleanNode(b)),
                        Arbitraries.create(
                                () -> Json.mapper().createArrayNode().add("x").addNull()),
                        Arbitraries.create(() -> Json.object().put("type", "email")),
                        Arbitraries.create(() -> Json.mapper().nullNode()));
        Arbitrary<String> fields =
                Arbitraries.of(
                        "source",
                        "id",
                        "type",
                        "time",
                        "channel",
                        "location",
                        "identifiers",
                        "traits",
                        "data",
                        "historical");
        return net.jqwik.api.Combinators.combine(fields, anything)
                .as(
                        (field, value) -> {
                            ObjectNode event =
                                    anOrder("o", "1")
                                            .ofVerified("email", "a@b.jp")
                                            .trait("city", "x")
                                            .build();
                            event.set(field, value);
                            return event;
                        });
    }

    private static ObjectNode withDecision(ObjectNode event, String decision) {
        ObjectNode copy = event.deepCopy();
        copy.withObject("/data").put("decision", decision);
        return copy;
    }

    private static boolean bounce(ObjectNode event) {
        return EventData.email(accepted(event)).orElseThrow().hardBounce();
    }

    private static Event accepted(JsonNode envelope) {
        return switch (READER.read(envelope, TestHub.TRUSTED, NOW)) {
            case EventReader.Accepted(Event event) -> event;
            case EventReader.Refused(Problem problem) ->
                    throw new AssertionError(problem.toString());
        };
    }

    private static Problem refused(JsonNode envelope) {
        return switch (READER.read(envelope, TestHub.TRUSTED, NOW)) {
            case EventReader.Accepted _ -> throw new AssertionError("accepted");
            case EventReader.Refused(Problem problem) -> problem;
        };
    }

    private static Problem unreadable(byte[] body) {
        return catchThrowableOfType(HubException.Refused.class, () -> BodyReader.envelopes(body))
                .problem();
    }

    private static byte[] bytes(JsonNode node) {
        return Json.write(node).getBytes(StandardCharsets.UTF_8);
    }
}
