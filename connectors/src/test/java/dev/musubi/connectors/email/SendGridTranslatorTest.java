package dev.musubi.connectors.email;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Translation;
import dev.musubi.connectors.common.TranslatorContract;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.platform.Json;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendGridTranslatorTest extends TranslatorContract {

    private static final SendGridSettings SETTINGS =
            new SendGridSettings("main", "sendgrid:main", false);

    private static final String CLICK =
            """
            [{"email":"hanako@example.jp","timestamp":1795316130,"smtp-id":"<14c5d75ce93.dfd.64b469@ismtpd-555>",
              "event":"click","category":["summer sale","mail"],"sg_event_id":"ZGVsaXZlcmVkLTEwOTk0OTE5",
              "sg_message_id":"14c5d75ce93.filter0001.16648.5515E0B88.0","useragent":"Mozilla/4.0",
              "ip":"192.0.2.7","url":"https://shop.example.jp/?utm=1"}]
            """;

    @Override
    protected List<ObjectNode> translate(byte[] message) {
        Translation translation = SendGridTranslator.translate(message, SETTINGS);
        if (!translation.unreadable().isEmpty()) {
            throw new Untranslatable(translation.reason());
        }
        return translation.events();
    }

    @Override
    protected byte[] good() {
        return CLICK.getBytes(UTF_8);
    }

    @Override
    protected byte[] broken() {
        return CLICK.replace("hanako@example.jp", PERSONAL)
                .replace("1795316130", "\"" + PERSONAL + "\"")
                .getBytes(UTF_8);
    }

    @Override
    protected byte[] withUnknownFields() {
        return CLICK.replace("\"ip\"", "\"newField\":{\"a\":1},\"ip\"").getBytes(UTF_8);
    }

    @Override
    protected byte[] sentAt(OffsetDateTime time) {
        return CLICK.replace("1795316130", "" + time.toEpochSecond()).getBytes(UTF_8);
    }

    @Test
    void aClickSaysOfWhichMailAndWhere() {
        assertThat(translate(good()))
                .containsExactly(
                        (ObjectNode)
                                Json.read(
                                        """
                                        {"source":"sendgrid:main","id":"ZGVsaXZlcmVkLTEwOTk0OTE5","type":"email.clicked",
                                         "time":"2026-11-22T02:55:30Z","channel":"email","location":"sendgrid",
                                         "identifiers":[{"type":"email","value":"hanako@example.jp","verified":false}],
                                         "data":{"message":"14c5d75ce93","campaign":"summer sale",
                                                 "link":"https://shop.example.jp/?utm=1"}}
                                        """));
    }

    @Test
    void theTokenOfALinkIsAnIdentifierToo() {
        byte[] sent =
                CLICK.replace("\"event\"", "\"click_token\":\"t-1\",\"event\"").getBytes(UTF_8);

        assertThat(translate(sent).getFirst().at("/identifiers/1"))
                .isEqualTo(Json.read("{\"type\":\"click_token\",\"value\":\"t-1\"}"));
    }

    @Test
    void anAddressIsProvenWhereTheOperatorSaysSo() {
        Translation believed =
                SendGridTranslator.translate(
                        good(), new SendGridSettings("main", "sendgrid:main", true));

        assertThat(believed.events().getFirst().at("/identifiers/0/verified").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "processed,,,email.sent,",
        "delivered,,,email.delivered,",
        "open,,,email.opened,",
        "bounce,bounce,500 unknown recipient,email.bounced,hard",
        "bounce,blocked,rate limited,email.bounced,soft",
        "bounce,expired,,email.bounced,soft",
        "bounce,,soft words,email.bounced,hard",
        "dropped,,Bounced Address,email.bounced,hard",
        "dropped,,Invalid,email.bounced,hard",
        "dropped,,Unsubscribed Address,email.dropped,",
        "dropped,,Spam Content,email.dropped,",
        "spamreport,,,email.complained,",
        "unsubscribe,,,email.unsubscribed,",
        "group_unsubscribe,,,email.unsubscribed,",
        "group_resubscribe,,,sendgrid.group-resubscribe,",
        "deferred,,,sendgrid.deferred,",
        "結び! X,,,sendgrid.----x,"
    })
    void eachEventIsOneOfTheContractOrKept(
            String event, String kind, String reason, String type, String bounce) {
        ObjectNode one =
                Json.object()
                        .put("email", "hanako@example.jp")
                        .put("timestamp", 1795316130)
                        .put("sg_event_id", "e1")
                        .put("event", event)
                        .put("type", kind)
                        .put("reason", reason);

        ObjectNode translated = translate(Json.write(list(one)).getBytes(UTF_8)).getFirst();

        assertThat(translated.path("type").asText()).isEqualTo(type);
        assertThat(translated.at("/data/bounce").asText(null)).isEqualTo(bounce);
    }

    @Test
    void aBrokenNeighbourHoldsUpNoUnsubscribe() {
        String body =
                "[7,{\"event\":\"open\"},{\"event\":\"unsubscribe\",\"email\":\"a@b.jp\",\"timestamp\":1795316130}]";

        Translation translation = SendGridTranslator.translate(body.getBytes(UTF_8), SETTINGS);

        assertThat(translation.events())
                .extracting(event -> event.path("type").asText())
                .containsExactly("email.unsubscribed");
        assertThat(translation.unreadable())
                .containsExactly(
                        "[0]: expected an object, but a number came", "[1].timestamp: missing");
    }

    @Test
    void wordsThatAreTooLongAreCutAndAnIdThatIsTooLongIsReplaced() {
        ObjectNode one =
                Json.object()
                        .put("timestamp", 1795316130)
                        .put("event", "bounce")
                        .put("sg_event_id", "x".repeat(9_000))
                        .put("category", "c".repeat(9_000))
                        .put("url", "u".repeat(9_000))
                        .put("reason", "é😀".repeat(3_000));

        ObjectNode event = translate(Json.write(list(one)).getBytes(UTF_8)).getFirst();

        assertThat(event.path("id").asText()).hasSize(69).startsWith("said:");
        assertThat(event.at("/data/campaign").asText()).hasSize(256);
        assertThat(event.at("/data/link").asText()).hasSize(2_048);
        assertThat(event.at("/data/reason").asText()).hasSizeLessThanOrEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "null", "[", "\"x\""})
    void whatIsNoListGivesAReason(String body) {
        assertThatThrownBy(() -> translate(body.getBytes(UTF_8)))
                .isInstanceOf(Untranslatable.class);
    }

    private static JsonNode list(ObjectNode one) {
        return Json.mapper().createArrayNode().add(one);
    }
}
