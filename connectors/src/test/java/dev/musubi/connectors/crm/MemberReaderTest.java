package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberReaderTest {

    @Test
    void aRowIsNumberContactsTraitsAndConsents() {
        var row =
                Masters.read(
                        Masters.mapping(""),
                        "M1,佐藤　花子,サトウ ハナコ,2,1990/04/01,150-0001,090-1234-5678,h@example.jp,1,不可,",
                        IdentifierType.PHONE);

        assertThat(row).isInstanceOf(MemberRow.Good.class);
        var member = ((MemberRow.Good) row).member();
        assertThat(member.identifiers())
                .containsExactly(
                        new Identifier(IdentifierType.LOYALTY_ID, null, "M1", false),
                        new Identifier(IdentifierType.PHONE, null, "090-1234-5678", true),
                        new Identifier(IdentifierType.EMAIL, null, "h@example.jp", false));
        assertThat(member.traits())
                .isEqualTo(
                        Map.of(
                                "familyName", "佐藤",
                                "givenName", "花子",
                                "familyNameKana", "サトウ",
                                "givenNameKana", "ハナコ",
                                "gender", "female",
                                "birthDate", "1990-04-01",
                                "postcode", "150-0001"));
        assertThat(member.consents())
                .containsExactly(
                        new Member.Consent("marketing", "email", true, null),
                        new Member.Consent("marketing", "sms", false, null));
        assertThat(member.left()).isFalse();
        assertThat(member.updatedAt()).isNull();
    }

    @Test
    void aNameWithoutASpaceStaysWhole() {
        var member = Masters.member("M1,株式会社結び,ムスビ,,,,,,,,");

        assertThat(member.traits())
                .isEqualTo(Map.of("fullName", "株式会社結び", "familyNameKana", "ムスビ"));
    }

    @Test
    void aBirthDateHasOneOfThePatterns() {
        assertThat(Masters.member("M1,,,,1990-04-01,,,,,,").traits())
                .isEqualTo(Masters.member("M1,,,,19900401,,,,,,").traits());
        assertThat(Masters.read(Masters.mapping(""), "M1,,,,1990年4月1日,,,,,,"))
                .isEqualTo(
                        new MemberRow.Bad(
                                Masters.member("M1,,,,,,,,,,").key(),
                                "birthDate: 9 characters are not a day of the mapping's pattern"));
        assertThat(Masters.read(Masters.mapping(""), "M1,,,,1990-02-31,,,,,,"))
                .isInstanceOf(MemberRow.Bad.class);
    }

    @Test
    void patternsMaySayYearAsMostPeopleWriteIt() {
        var mapping = Masters.mapping("birthDates: [dd.MM.yyyy]\n");

        assertThat(((MemberRow.Good) Masters.read(mapping, "M1,,,,01.04.1990,,,,,,")).member())
                .extracting(member -> member.traits().get("birthDate"))
                .isEqualTo("1990-04-01");
    }

    @Test
    void anEmptyOrUnknownConsentCellSaysNothing() {
        assertThat(Masters.member("M1,,,,,,,,,,").consents()).isEmpty();
        assertThat(Masters.member("M1,,,,,,,,？,はい,").consents()).isEmpty();
    }

    @Test
    void allSpellingsOfANumberAreOneMember() {
        assertThat(Masters.member("ab-12,,,,,,,,,,").key())
                .isEqualTo(Masters.member("ＡＢ12,,,,,,,,,,").key());
    }

    @Test
    void aNumberThatNamesNobodyIsABadRow() {
        assertThat(Masters.read(Masters.mapping(""), "0000000,,,,,,,,,,"))
                .isEqualTo(new MemberRow.Bad(null, "member: the number names nobody"));
        assertThat(Masters.read(Masters.mapping(""), ",佐藤 花子,,,,,,,,,"))
                .isEqualTo(new MemberRow.Bad(null, "member: the number is empty"));
    }

    @Test
    void updatedAtHasTheZoneOfTheMapping() {
        var mapping =
                Masters.mapping("updatedAt: {columns: [更新], patterns: [\"yyyy/MM/dd HH:mm\"]}\n");

        var row = Masters.read(mapping, "M1,,,,,,,,,,,2026/11/01 09:00");

        assertThat(((MemberRow.Good) row).member().updatedAt())
                .isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    }

    @Test
    void aConsentMayHaveItsOwnDate() {
        var mapping =
                MemberMapping.parse(
                        "m",
                        Masters.MAPPING
                                .replace("denied: [\"0\"]}", "denied: [\"0\"], at: 更新}")
                                .concat("updatedAt: {columns: [生年月日], patterns: [uuuu/MM/dd]}\n"));

        var row = Masters.read(mapping, "M1,,,,2026/11/02,,,,1,,,2026/11/01");

        assertThat(((MemberRow.Good) row).member().consents())
                .containsExactly(
                        new Member.Consent(
                                "marketing", "email", true, Instant.parse("2026-10-31T15:00:00Z")));
    }

    @Test
    void aMemberWhoHasLeftIsSaidByTheStatus() {
        assertThat(Masters.member("M1,,,,,,,,,,退会").left()).isTrue();
        assertThat(Masters.member("M1,,,,,,,,,,有効").left()).isFalse();
    }
}
