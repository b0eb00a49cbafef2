package dev.musubi.connectors.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.platform.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailTranslatorTest {

    @Test
    void aFirstMailOpensACase() {
        assertThat(Mails.translate(Mails.plain("a@b", "Subject: 01\r\n", "届きません。\r\n\r\n佐藤")))
                .isEqualTo(
                        Json.read(
                                """
                                {"source":"mailbox:help","id":"a@b","type":"support.opened","time":"2026-11-22T02:55:30Z",
                                 "channel":"support","location":"mailbox",
                                 "identifiers":[{"type":"email","value":"Hanako@example.jp","verified":false}],
                                 "data":{"case":"a@b","message":"a@b","subject":"01","text":"届きません。\\n\\n佐藤"}}
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "In-Reply-To: <first@b>,first@b",
        "References: <first@b> <second@b>|In-Reply-To: <second@b>,first@b",
        "References: garbage|In-Reply-To: <second@b>,second@b"
    })
    void anAnswerBelongsToTheFirstMailOfItsThread(String headers, String first) {
        ObjectNode event =
                Mails.translate(
                        Mails.plain("third@b", headers.replace("|", "\r\n") + "\r\n", "ありがとう"));

        assertThat(event.path("type").asText()).isEqualTo("support.replied");
        assertThat(event.at("/data/case").asText()).isEqualTo(first);
    }

    @Test
    void aMachineOpensNoCase() {
        assertThat(
                        Mails.translate(
                                        Mails.plain(
                                                "a@b", "Auto-Submitted: auto-replied\r\n", "不在"))
                                .path("type")
                                .asText())
                .isEqualTo("mailbox.auto-reply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "結び"})
    void aMailWithoutAnIdIsNamedByItsContent(String id) {
        byte[] mail =
                new String(Mails.plain("ID", "", "x"), UTF_8)
                        .replace(
                                "Message-ID: <ID>\r\n",
                                id.isEmpty() ? "" : "Message-ID: <" + id + ">\r\n")
                        .getBytes(UTF_8);

        assertThat(Mails.translate(mail).path("id").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(Mails.translate(mail)).isEqualTo(Mails.translate(mail.clone()));
    }

    @ParameterizedTest
    @CsvSource({
        "iso-2022-jp,x-windows-iso2022jp",
        "ISO-2022-JP,x-windows-iso2022jp",
        "shift_jis,windows-31j",
        "utf-8,utf-8",
        "euc-jp,euc-jp"
    })
    void japaneseIsReadAsItsMailersMeanIt(String declared, String written) {
        String text = written.equals("euc-jp") ? "返品の件" : "①髙島屋㈱ 返品の件";
        byte[] mail =
                Mails.mail(
                        "a@b",
                        "Content-Type: text/plain; charset=" + declared + "\r\n",
                        text,
                        written);

        assertThat(Mails.text(mail)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "iso-2022-jp,x-windows-iso2022jp",
        "ISO-2022-JP,x-windows-iso2022jp",
        "Shift_JIS,windows-31j",
        "utf-8,utf-8"
    })
    void aSubjectIsReadLikewiseEncodedOrNot(String declared, String written) throws Exception {
        byte[] bytes = "①髙島㈱の件".getBytes(written);
        String encoded = "=?" + declared + "?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";

        assertThat(subject(Mails.plain("a@b", "Subject: " + encoded + "\r\n", "x")))
                .isEqualTo("①髙島㈱の件");
        byte[] raw = Mails.plain("a@b", "Subject: " + "#".repeat(bytes.length) + "\r\n", "x");
        System.arraycopy(bytes, 0, raw, new String(raw, UTF_8).indexOf("#"), bytes.length);
        assertThat(subject(raw)).isEqualTo("①髙島㈱の件");
    }

    private static String subject(byte[] mail) {
        return Mails.translate(mail).at("/data/subject").asText();
    }

    @ParameterizedTest
    @CsvSource({"x-windows-iso2022jp", "windows-31j", "utf-8"})
    void anUnknownCharsetIsGuessed(String written) {
        for (String declared : new String[] {"x-unknown", "\"\"", "%%%", "'; drop"}) {
            byte[] mail =
                    Mails.mail(
                            "a@b",
                            "Content-Type: text/plain; charset=" + declared + "\r\n",
                            "返品の件です",
                            written);

            assertThat(Mails.text(mail)).isEqualTo("返品の件です");
        }
    }

    @Test
    void aBrokenCharsetLosesNoMoreThanTheBrokenCharacters() {
        byte[] mail = Mails.plain("a@b", "", "abc?def");
        mail[mail.length - 4] = (byte) 0xff;

        assertThat(Mails.text(mail)).isEqualTo("abc\ufffddef");
    }

    @Test
    void thePlainTextIsTakenBeforeTheHtmlAndNeitherFromAnAttachment() {
        String body =
                """
                --x
                Content-Type: text/plain
                Content-Disposition: attachment; filename=a.txt

                attached
                --x
                Content-Type: multipart/alternative; boundary=y

                --y
                Content-Type: text/html; charset=utf-8

                <p>html
                --y
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                %s
                --y--
                --x--
                """
                        .formatted(Base64.getEncoder().encodeToString("平文".getBytes(UTF_8)));

        assertThat(
                        Mails.text(
                                Mails.mail(
                                        "a@b",
                                        "Content-Type: multipart/mixed; boundary=x\r\n",
                                        body,
                                        "utf-8")))
                .isEqualTo("平文");
    }

    @Test
    void htmlAloneIsReadWithoutItsTagsAndScripts() {
        String html =
                "<html><style>p{}</style><script>alert(1)</script><p>サイズ &amp; 色<br>を<b>変え</b>たい</p>";

        assertThat(
                        Mails.text(
                                Mails.mail(
                                        "a@b",
                                        "Content-Type: text/html; charset=utf-8\r\n",
                                        html,
                                        "utf-8")))
                .isEqualTo("サイズ & 色\nを変えたい");
    }

    @Test
    void twoHundredLevelsAreNotFollowed() {
        StringBuilder body = new StringBuilder();
        for (int i = 1; i <= 200; i++) {
            body.append("--b")
                    .append(i - 1)
                    .append("\r\nContent-Type: multipart/mixed; boundary=b");
            body.append(i).append("\r\n\r\n");
        }
        body.append("--b200\r\nContent-Type: text/plain\r\n\r\ndeep\r\n");

        ObjectNode event =
                Mails.translate(
                        Mails.mail(
                                "a@b",
                                "Content-Type: multipart/mixed; boundary=b0\r\n",
                                body.toString(),
                                "utf-8"));

        assertThat(event.path("type").asText()).isEqualTo("support.opened");
        assertThat(event.at("/data").has("text")).isFalse();
    }

    @Test
    @Timeout(10)
    void htmlOfNothingButOpenTagsTakesLittleTime() {
        for (String tag : new String[] {"<b>", "<table><tr><td>", "<div><p>", "<!--", "&#"}) {
            byte[] mail =
                    Mails.mail(
                            "a@b",
                            "Content-Type: text/html; charset=utf-8\r\n",
                            tag.repeat(1_000_000 / tag.length()),
                            "utf-8");

            assertThat(Mails.translate(mail).path("type").asText()).isEqualTo("support.opened");
        }
    }

    @Test
    void aMailOfNothingButBoundariesIsRefusedByItsLimit() {
        byte[] mail =
                Mails.mail(
                        "a@b",
                        "Content-Type: multipart/mixed; boundary=x\r\n",
                        "--x\n\n".repeat(MailTranslator.MOST_BOUNDARIES + 1),
                        "utf-8");

        assertThatThrownBy(() -> Mails.translate(mail))
                .isInstanceOf(Untranslatable.class)
                .hasMessage("a mail has at most 10000 boundaries, this one 10001");
    }

    @Test
    void aLongTextIsCutAndSaysSo() {
        ObjectNode data =
                (ObjectNode)
                        Mails.translate(Mails.plain("a@b", "", "😀".repeat(20_000))).path("data");

        assertThat(data.path("text").asText()).hasSize(10_000);
        assertThat(data.path("cut").asBoolean()).isTrue();
    }

    @Test
    void whatTheLogRefusesIsTakenOut() {
        ObjectNode event = Mails.translate(Mails.plain("a@b", "", "a\u0000b\u202ec\u0007d"));

        assertThat(event.at("/data/text").asText()).isEqualTo("abcd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thu, 1 Jan 1970 00:00:00 +0000",
                "Fri, 1 Jan 2100 00:00:00 +0000",
                "yesterday",
                "",
                "Mon, 99 Foo 99999 99:99:99 +9999"
            })
    void anAbsurdDateIsReplacedByTheServers(String date) {
        byte[] mail =
                new String(Mails.plain("a@b", "", "x"), UTF_8)
                        .replaceFirst("Date: [^\r]*", "Date: " + date)
                        .getBytes(UTF_8);

        assertThat(Mails.translate(mail).path("time").asText()).isEqualTo("2026-11-22T03:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"From: undisclosed", "From: ", "From: <>", "From: @", "X: y", "From: (("})
    void aMailFromNobodyNamesNobody(String from) {
        byte[] mail =
                new String(Mails.plain("a@b", "", "x"), UTF_8)
                        .replaceFirst("From: [^\r]*", from)
                        .getBytes(UTF_8);

        assertThat(Mails.translate(mail).has("identifiers")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed",
                "multipart/mixed; boundary=",
                "multipart/mixed; boundary=nowhere",
                "text/plain; charset",
                "///",
                "text/html;;;=;"
            })
    void aBrokenContentTypeIsStillAMail(String type) {
        ObjectNode event =
                Mails.translate(Mails.mail("a@b", "Content-Type: " + type + "\r\n", "x", "utf-8"));

        assertThat(event.path("type").asText()).isEqualTo("support.opened");
    }

    @Property(tries = 500)
    void aMailCutOrDamagedAnywhereGivesAnEventOrAReason(@ForAll Random random) {
        byte[] mail =
                Mails.mail(
                        "a@b",
                        "Subject: =?iso-2022-jp?B?GyRCSlZJSiRON28bKEI=?=\r\n"
                                + "Content-Type: multipart/mixed; boundary=x\r\n",
                        "--x\r\nContent-Type: text/html; charset=utf-8\r\n"
                                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E8=BF=94\r\n--x--\r\n",
                        "utf-8");
        for (int i = 0; i < 5; i++) {
            mail[random.nextInt(mail.length)] = (byte) random.nextInt(256);
        }
        byte[] cut = Arrays.copyOf(mail, random.nextInt(mail.length + 1));

        try {
            assertThat(Mails.translate(cut).path("id").asText()).isNotBlank();
        } catch (Untranslatable reason) {
            assertThat(reason).message().isNotBlank();
        }
    }
}
