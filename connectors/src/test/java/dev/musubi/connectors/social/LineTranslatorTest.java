package dev.musubi.connectors.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Translation;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineTranslatorTest {

    private static final String ID = "01G2KZKG2DS765NMRH3GZFD8AP";

    @Test
    void whoFollowsIsKnownByTheirUserId() {
        assertThat(events(LineSamples.webhook("follow", ID)))
                .containsExactly(
                        json(
                                """
                                {"source":"line:main","id":"%s","type":"social.followed",
                                 "time":"2026-11-22T02:55:30.123Z","channel":"social","location":"line",
                                 "identifiers":[{"type":"social_id","namespace":"line","value":"%s"}],"data":{}}
                                """
                                        .formatted(ID, LineSamples.USER)));
    }

    @Test
    void whoUnfollowsTakesBackMarketingThere() {
        List<ObjectNode> events = events(LineSamples.webhook("unfollow", ID));

        assertThat(types(events)).containsExactly("social.unfollowed", "consent.changed");
        assertThat(events.getLast().path("id").asText()).isEqualTo(ID + ":consent");
        assertThat(events.getLast().path("data"))
                .isEqualTo(
                        json(
                                """
                                {"purpose":"marketing","channel":"line","contactPoint":"%s",
                                 "decision":"denied","evidence":"LINE unfollow"}
                                """
                                        .formatted(LineSamples.USER)));
    }

    @Test
    void aRedeliverySaysExactlyTheSame() {
        ObjectNode first = LineSamples.webhook("unfollow", ID);
        ObjectNode again = first.deepCopy();
        LineSamples.event(again).put("replyToken", "another").put("mode", "standby");
        LineSamples.event(again).putObject("deliveryContext").put("isRedelivery", true);

        assertThat(events(again)).isEqualTo(events(first));
    }

    @Test
    void aRedeliveryOfAnUnknownTypeSaysExactlyTheSame() {
        ObjectNode first = LineSamples.webhook("greatNewFeature", ID);
        ObjectNode again = first.deepCopy();
        LineSamples.event(again).putObject("deliveryContext").put("isRedelivery", true);

        assertThat(events(again)).isEqualTo(events(first));
    }

    @Test
    void anEmptyListIsNothing() {
        assertThat(LineTranslator.translate(utf8("{\"events\":[]}"), LineSamples.SETTINGS))
                .isEqualTo(Translation.of(List.of()));
    }

    @Test
    void anAccountLinkNamesACustomerWhereTheOperatorSaysSo() {
        List<ObjectNode> events = events(LineSamples.sample("account_link"), LineSamples.LINKING);

        assertThat(types(events)).containsExactly("profile.identified");
        assertThat(events.getFirst().path("identifiers"))
                .isEqualTo(
                        Json.read(
                                """
                                [{"type":"social_id","namespace":"line","value":"U012345678901234567890123456789ab"},
                                 {"type":"customer_id","namespace":"shopify-main","value":"xxxxxxxxxxxxxxx"}]
                                """));
    }

    @Test
    void anyOtherAccountLinkNamesNobodyButTheUser() {
        ObjectNode failed = LineSamples.sample("account_link");
        LineSamples.event(failed).withObject("/link").put("result", "failed");

        for (List<ObjectNode> events :
                List.of(
                        events(failed, LineSamples.LINKING),
                        events(LineSamples.sample("account_link"), LineSamples.SETTINGS))) {
            assertThat(types(events)).containsExactly("line.account-link");
            assertThat(events.getFirst().path("identifiers")).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text-user,social.messaged",
        "text-group,social.messaged",
        "image,social.messaged",
        "sticker,social.messaged",
        "location,social.messaged",
        "postback,line.postback",
        "member_joined,line.member-joined",
        "join,line.join",
        "unsend,line.unsend",
        "message-edited,line.message-edited",
        "video-play-complete,line.video-play-complete"
    })
    void everySampleOfLineIsReadOrKept(String sample, String type) {
        assertThat(types(events(LineSamples.sample(sample)))).containsExactly(type);
    }

    @Test
    void aMessageKeepsItsText() {
        assertThat(events(LineSamples.sample("webhook-redelivery")).getFirst().path("data"))
                .isEqualTo(
                        json(
                                """
                                {"message":"325708","kind":"text","text":"Hello, world","audience":"user"}
                                """));
    }

    @Test
    void whatNobodyKnowsIsKeptWithAllItSays() {
        List<ObjectNode> events = events(LineSamples.sample("unknown"));

        assertThat(types(events)).containsExactly("line.great-new-feature", "social.messaged");
        assertThat(events.getFirst().at("/data/source/userId").asText())
                .isEqualTo("U012345678901234567890123456789ab");
    }

    @Test
    void aWebhookOfBeforeTheIdsIsNamedByWhatItSays() {
        ObjectNode sample = LineSamples.sample("follow");
        ObjectNode later = sample.deepCopy();
        LineSamples.event(later).put("timestamp", 1462629479860L);

        assertThat(events(sample)).isEqualTo(events(sample.deepCopy()));
        assertThat(events(sample).getFirst().path("id"))
                .isNotEqualTo(events(later).getFirst().path("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"結び!", "A B", "$where", ""})
    void anyTypeMakesANameTheLogTakesOrAReason(String type) {
        ObjectNode webhook = LineSamples.webhook("x", ID);
        LineSamples.event(webhook).put("type", type.repeat(40));

        Translation translation =
                LineTranslator.translate(LineSamples.bytes(webhook), LineSamples.SETTINGS);

        assertThat(translation.unreadable()).hasSize(type.isEmpty() ? 1 : 0);
        assertThat(types(translation.events()))
                .allMatch(t -> t.matches("line\\.[a-z0-9._-]{1,59}"));
    }

    @Test
    void aBrokenEventHoldsUpNoOther() {
        ObjectNode webhook = LineSamples.webhook("unfollow", ID);
        webhook.withArray("/events").insertObject(0).put("type", "follow");
        webhook.withArray("/events").add(7);

        Translation translation =
                LineTranslator.translate(LineSamples.bytes(webhook), LineSamples.SETTINGS);

        assertThat(types(translation.events()))
                .containsExactly("social.unfollowed", "consent.changed");
        assertThat(translation.unreadable())
                .containsExactly(
                        "events[0].timestamp: missing",
                        "events[2]: expected an object, but a number came");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"events\":{}}", "{\"events\":null}", "", "\"x\"", "{"})
    void whatIsNoWebhookOfLineGivesAReason(String body) {
        assertThatThrownBy(() -> LineTranslator.translate(utf8(body), LineSamples.SETTINGS))
                .isInstanceOf(Untranslatable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807",
                "-9223372036854775808",
                "1e400",
                "\"now\"",
                "1.5",
                "[]"
            })
    void anAbsurdTimeGivesAReason(String timestamp) {
        String body =
                Json.write(LineSamples.webhook("follow", ID)).replace("1795316130123", timestamp);

        assertThat(LineTranslator.translate(utf8(body), LineSamples.SETTINGS).unreadable())
                .singleElement()
                .asString()
                .startsWith("events[0].timestamp: expected a time");
    }

    private static List<ObjectNode> events(ObjectNode webhook) {
        return events(webhook, LineSamples.SETTINGS);
    }

    private static List<ObjectNode> events(ObjectNode webhook, LineSettings settings) {
        Translation translation = LineTranslator.translate(LineSamples.bytes(webhook), settings);
        assertThat(translation.unreadable()).isEmpty();
        return translation.events();
    }

    private static List<String> types(List<ObjectNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
