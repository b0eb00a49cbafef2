package dev.musubi.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleFileTest {

    @TempDir Path folder;

    @Test
    void theFileThatIsShippedSaysTheDefault() {
        assertThat(RuleFile.shipped("JP").rules())
                .usingRecursiveComparison()
                .ignoringFields("blocked")
                .isEqualTo(Rules.DEFAULT);
    }

    @Test
    void theExampleOfTheReadmeIsARuleFile() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int from = readme.indexOf("```yaml\nversion:") + "```yaml\n".length();

        RuleFile file =
                RuleFile.parse("README", readme.substring(from, readme.indexOf("```", from)), "JP");

        assertThat(file.rules().version()).isEqualTo(3);
        assertThat(file.kiosks().contains("tablet:ginza")).isTrue();
    }

    static List<Arguments> faults() {
        return List.of(
                wrong("version: 2", "version: 0", "version: expected at least 1, came 0"),
                wrong(
                        "version: 2",
                        "version: two",
                        "version: expected a whole number, came \"two\""),
                wrong("version: 2", "", "version: expected a value, came nothing"),
                wrong(
                        "version: 2",
                        "version: 2\nlimit: {}",
                        "limit: expected no other keys than version, limits, shared, vetoes,"
                                + " blocked, kiosks, came limit"),
                wrong(
                        "customer_id: {most: 1}",
                        "customer_id: {most: 0}",
                        "limits.customer_id.most: expected at least 1, came 0"),
                wrong(
                        "customer_id: {most: 1}",
                        "customer_id: {within: P1D}",
                        "limits.customer_id.most: expected a value, came nothing"),
                wrong(
                        "customer_id: {most: 1}",
                        "customer_id: 1",
                        "limits.customer_id: expected keys of its own: most, within, came 1"),
                wrong(
                        "customer_id: {most: 1}",
                        "device_id: {most: 5}",
                        "limits.device_id: expected no other keys than customer_id, loyalty_id,"
                                + " social_id, email, phone, came device_id, a type that joins"
                                + " nobody"),
                wrong(
                        "customer_id: {most: 1}",
                        "fax: {most: 1}",
                        "limits.fax: expected no other keys than customer_id, loyalty_id,"
                                + " social_id, email, phone, came fax"),
                wrong(
                        "customer_id: {most: 1}",
                        "customer_id: {most: 51}",
                        "limits.customer_id.most: expected at most the 50 of"
                                + " vetoes.mostIdentifiers, beyond which it limits nothing, came"
                                + " 51"),
                wrong(
                        "most: 5, within: P365D",
                        "most: 5, within: P0D",
                        "limits.email.within: expected a duration above zero, such as \"P365D\" or"
                                + " \"PT12H\", came \"P0D\""),
                wrong(
                        "most: 5, within: P365D",
                        "most: 5, within: -P1D",
                        "limits.email.within: expected a duration above zero, such as \"P365D\" or"
                                + " \"PT12H\", came \"-P1D\""),
                wrong(
                        "most: 5, within: P365D",
                        "most: 5, within: PTD",
                        "limits.email.within: expected a duration above zero, such as \"P365D\" or"
                                + " \"PT12H\", came \"PTD\""),
                wrong(
                        "most: 5, within: P365D",
                        "most: 5, within: a year",
                        "limits.email.within: expected text such as \"P365D\", came \"a year\""),
                wrong(
                        "most: 5, within: P365D",
                        "most: 5, within: 365",
                        "limits.email.within: expected text such as \"P365D\" (put it into"
                                + " quotes), came 365"),
                wrong(
                        "mostOwners: 2",
                        "mostOwners: 1001",
                        "shared.mostOwners: expected at most 1000, came 1001"),
                wrong(
                        "differentBirthDates: true",
                        "differentBirthDates: yes",
                        "vetoes.differentBirthDates: expected true or false, came \"yes\""),
                wrong(
                        "- \"null\"",
                        "- null",
                        "blocked.values[1]: expected text such as \"guest\" (put it into quotes),"
                                + " came null"),
                wrong("- \"null\"", "- \"\"", "blocked.values[1]: expected some text, came \"\""),
                wrong(
                        "mailboxes: [test, noreply, no-reply]",
                        "mailboxes: test",
                        "blocked.mailboxes: expected a list, came \"test\""),
                wrong(
                        "mailboxes: [test, noreply, no-reply]",
                        "mailboxes: [test@]",
                        "blocked.mailboxes[0]: expected text such as \"noreply\", came \"test@\""),
                wrong(
                        "\"[0-]*\"",
                        "\"[0-\"",
                        "blocked.patterns[0]: expected a regular expression, came [0- (Illegal"
                                + " character range near 3)"),
                wrong(
                        "\"[0-]*\"",
                        "\".*\"",
                        "blocked.patterns[0]: expected a pattern of what identifies nobody, came"
                                + " .*, which matches every value"),
                wrong(
                        "\"[0-]*\"",
                        "'[^@]+@[^@]+'",
                        "blocked.patterns[0]: expected a pattern of what identifies nobody, came"
                                + " [^@]+@[^@]+, which matches every e-mail address"),
                wrong(
                        "\"[0-]*\"",
                        "'\\+\\d+'",
                        "blocked.patterns[0]: expected a pattern of what identifies nobody, came"
                                + " \\+\\d+, which matches every phone number"),
                wrong(
                        "own: {}",
                        "own: {phone: [\"03-1234-5678\", shop]}",
                        "blocked.own.phone[1]: expected a value of type phone, came shop"),
                wrong(
                        "own: {}",
                        "own: {fax: [a]}",
                        "blocked.own.fax: expected no other keys than customer_id, loyalty_id,"
                                + " social_id, email, phone, payment_token, device_id, push_token,"
                                + " anonymous_id, receipt, click_token, came fax"),
                wrong(
                        "kiosks: []",
                        "kiosks: [\"*\"]",
                        "kiosks[0]: expected a pattern of some sources, came *, which matches every"
                                + " source"),
                wrong(
                        "kiosks: []",
                        "kiosks: [Tablet 1]",
                        "kiosks[0]: expected text such as \"tablet:*\", came \"Tablet 1\""),
                wrong(
                        "kiosks: []",
                        "kiosks: []\nkiosks: []",
                        "line 55: expected YAML, came something else (found duplicate key kiosks)"),
                wrong(
                        "kiosks: []",
                        "kiosks: [",
                        "line 55: expected YAML, came something else (expected the node content, but"
                                + " found '<stream end>')"),
                wrong(
                        "kiosks: []",
                        "kiosks: !!int none",
                        "expected values without tags such as !!int, came one with a tag"));
    }

    private static Arguments wrong(String there, String instead, String said) {
        return Arguments.of(there, instead, said);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsSaidWithItsPlaceWhatWasExpectedAndWhatCame(
            String there, String instead, String said) throws IOException {
        Path file = file(there, instead);

        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> RuleFile.read(file, "JP"))
                .withMessage("identity rules " + file + ": " + said);
    }

    @Test
    void severalFaultsAreOneMessage() throws IOException {
        Path file = file("version: 2", "version: 0\nfax: 1");

        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> RuleFile.read(file, "JP"))
                .withMessageContaining("\n  version: expected at least 1, came 0")
                .withMessageContaining("\n  fax: expected no other keys than");
    }

    @Test
    void aFileThatIsNotThereOrNoTextOrNoMappingIsSaid() throws IOException {
        Path missing = folder.resolve("none.yaml");
        Path bytes = Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff, 'a'});
        Path empty = Files.writeString(folder.resolve("empty.yaml"), "# nothing\n");

        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> RuleFile.read(missing, "JP"))
                .withMessage(
                        "identity rules " + missing + ": expected a file at this path, came none");
        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> RuleFile.read(bytes, "JP"))
                .withMessage(
                        "identity rules " + bytes + ": expected text in UTF-8, came other bytes");
        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> RuleFile.read(empty, "JP"))
                .withMessageContaining("expected keys such as version and limits");
        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> RuleFile.read(folder, "JP"))
                .withMessageContaining("expected a file that can be read");
    }

    @Test
    void theSameValueBlockedTwiceIsNoFault() throws IOException {
        Path file =
                file("own: {}", "own: {email: [noreply@shop.jp, NoReply@shop.jp, test@shop.jp]}");

        assertThat(RuleFile.read(file, "JP").blocked().own().get(IdentifierType.EMAIL))
                .containsExactlyInAnyOrder("noreply@shop.jp", "test@shop.jp");
    }

    @Test
    void whatIsLeftOutHasNoLimit() throws IOException {
        Path file = file("  customer_id: {most: 1}\n", "  loyalty_id: {most: 2, within: PT12H}\n");

        Rules rules = RuleFile.read(file, "JP").rules();

        assertThat(rules.limits())
                .doesNotContainKey(IdentifierType.CUSTOMER_ID)
                .containsEntry(IdentifierType.LOYALTY_ID, new Rules.Limit(2, Duration.ofHours(12)));
    }

    @Test
    void commentsAndTheOrderOfKeysAreNoChangeButEachValueIs() throws IOException {
        String digest = RuleFile.shipped("JP").digest();
        String moved = shipped().replace("kiosks: []", "# none") + "\nkiosks: []\n";

        assertThat(RuleFile.parse("moved", "# ours\n" + moved, "JP").digest()).isEqualTo(digest);
        assertThat(RuleFile.read(file("mostOwners: 2", "mostOwners: 3"), "JP").digest())
                .isNotEqualTo(digest);
    }

    @Test
    void theSchemaDescribesEachKeyAndEachType() throws IOException {
        JsonNode schema;
        try (var in = RuleFile.class.getResourceAsStream("rules.schema.json")) {
            schema = Json.mapper().readTree(in);
        }

        assertThat(schema.findValues("properties"))
                .allSatisfy(
                        properties ->
                                assertThat(properties.properties())
                                        .allSatisfy(
                                                p ->
                                                        assertThat(p.getValue().has("description"))
                                                                .as(p.getKey())
                                                                .isTrue()));
        assertThat(schema.at("/properties/blocked/properties/own/properties").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(IdentifierType.wires());
        assertThat(schema.at("/properties/limits/properties").fieldNames())
                .toIterable()
                .containsExactly("customer_id", "loyalty_id", "social_id", "email", "phone");
    }

    private Path file(String there, String instead) throws IOException {
        String shipped = shipped();
        assertThat(shipped).contains(there);
        return Files.writeString(
                folder.resolve("rules.yaml"), shipped.replaceFirst(quote(there), quoted(instead)));
    }

    private static String quote(String text) {
        return java.util.regex.Pattern.quote(text);
    }

    private static String quoted(String text) {
        return java.util.regex.Matcher.quoteReplacement(text);
    }

    private static String shipped() throws IOException {
        try (var in = RuleFile.class.getResourceAsStream("rules.yaml")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
