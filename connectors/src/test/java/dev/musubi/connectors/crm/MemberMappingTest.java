package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.connectors.csv.WrongMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberMappingTest {

    @Test
    void aMappingSaysWhichColumnsItUses() {
        assertThat(Masters.mapping("").columnsUsed())
                .containsExactlyInAnyOrderElementsOf(Masters.COLUMNS);
    }

    @Test
    void theExampleOfTheReadmeIsAMapping() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        var members = readme.substring(readme.indexOf("## Files: the member master"));
        var yaml = members.substring(members.indexOf("format: {"));

        var mapping = MemberMapping.parse("readme", yaml.substring(0, yaml.indexOf("```")));

        assertThat(mapping.columnsUsed()).contains("会員番号", "同意日", "更新日時", "状態");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "source: crm:main|channel: crm|source is missing",
                "zone: Asia/Tokyo|channel: crm|zone is missing, such as Asia/Tokyo",
                "member: {type: loyalty_id,|member: {type: phone,|member is missing",
                "member: {type: loyalty_id,|member: {type: customer_id,|namespace is missing",
                "gender: {|sex: {|traits.sex is not one of",
                "purpose: marketing, channel: sms|purpose: marketing, channel: email|consents: marketing by email comes twice",
                "granted: [\"1\"]|granted: [\"0\"]|a value is both granted and denied",
                "left: [退会]|left: []|left is missing",
                "windows-31j|Shift_JIS|charset is one of UTF-8, windows-31j",
                "postcode: 郵便番号|familyName: 姓|split.name and traits.familyName are both given",
                "birthDate: 生年月日|birthDay: 生年月日|traits.birthDay is not one of"
            })
    void aMappingThatCannotBeMeantIsRefused(String is, String becomes, String message) {
        var yaml = Masters.MAPPING.replace(is, becomes);

        assertThatThrownBy(() -> MemberMapping.parse("members", yaml))
                .isInstanceOf(WrongMapping.class)
                .hasMessageContaining(message);
    }

    @Test
    void columnsOfFilesWithoutAHeaderMustBeNamed() {
        assertThatThrownBy(
                        () ->
                                MemberMapping.parse(
                                        "members",
                                        Masters.MAPPING.replace(
                                                "windows-31j}", "windows-31j, header: false}")))
                .hasMessageContaining("names are the columns of files without a header line");
    }
}
