package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberTranslatorTest {
    private static final Instant DAY = Instant.parse("2026-11-02T00:00:00Z");
    private static final Member MEMBER = Masters.member("M1,佐藤 花子,,,,,090-1234-5678,,1,不可,");

    @Test
    void aNewMemberIsAProfileAndItsConsents() {
        var events = events(MEMBER, DAY, false);

        assertThat(events)
                .extracting(
                        event -> ((ObjectNode) event.deepCopy().remove(List.of("id"))).toString())
                .containsExactly(
                        "{\"source\":\"crm:main\",\"type\":\"profile.updated\",\"time\":\"2026-11-02T00:00:00Z\","
                                + "\"channel\":\"crm\",\"identifiers\":[{\"type\":\"loyalty_id\",\"value\":\"M1\"},"
                                + "{\"type\":\"phone\",\"value\":\"090-1234-5678\"}],"
                                + "\"traits\":{\"familyName\":\"佐藤\",\"givenName\":\"花子\"},\"data\":{}}",
                        "{\"source\":\"crm:main\",\"type\":\"consent.changed\",\"time\":\"2026-11-02T00:00:00Z\","
                                + "\"channel\":\"crm\",\"identifiers\":[{\"type\":\"loyalty_id\",\"value\":\"M1\"}],"
                                + "\"data\":{\"purpose\":\"marketing\",\"channel\":\"email\",\"decision\":\"granted\"}}",
                        "{\"source\":\"crm:main\",\"type\":\"consent.changed\",\"time\":\"2026-11-02T00:00:00Z\","
                                + "\"channel\":\"crm\",\"identifiers\":[{\"type\":\"loyalty_id\",\"value\":\"M1\"}],"
                                + "\"data\":{\"purpose\":\"marketing\",\"channel\":\"sms\",\"decision\":\"denied\"}}");
        assertThat(events).allSatisfy(event -> assertThat(id(event)).matches("M1\\|[0-9a-f]{32}"));
    }

    @Test
    void theSameChangeHasTheSameIdsAndAnotherDayOthers() {
        assertThat(events(MEMBER, DAY, false)).isEqualTo(events(MEMBER, DAY, false));
        assertThat(ids(MEMBER, DAY.plusSeconds(1), false))
                .doesNotContainAnyElementsOf(ids(MEMBER, DAY, false))
                .doesNotHaveDuplicates();
    }

    @Test
    void backFillIsMarkedAndHasTheSameIds() {
        assertThat(events(MEMBER, DAY, true))
                .allSatisfy(event -> assertThat(event.path("historical").asBoolean()).isTrue());
        assertThat(ids(MEMBER, DAY, true)).isEqualTo(ids(MEMBER, DAY, false));
    }

    @Test
    void whoLeavesIsAnEventAndNothingIsTakenBack() {
        var left = Masters.member("M1,佐藤 花子,,,,,,,,,退会");

        assertThat(events(left, DAY, false))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.path("type").asText()).isEqualTo("member.left");
                            assertThat(event.path("data").toString())
                                    .isEqualTo("{\"reason\":\"status\"}");
                        });
    }

    private static List<ObjectNode> events(Member member, Instant asOf, boolean historical) {
        var change = MemberRules.change(member, null, asOf, Instant.EPOCH);
        return new MemberTranslator(Masters.mapping(""), historical)
                .events(member, (Change.Something) change);
    }

    private static List<String> ids(Member member, Instant asOf, boolean historical) {
        return events(member, asOf, historical).stream().map(MemberTranslatorTest::id).toList();
    }

    private static String id(ObjectNode event) {
        return event.path("id").asText();
    }
}
