package dev.musubi.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GtinTest {

    /** Examples of GS1 Japan, of the ISBN and UPC tables, and of a case code. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4901234567894",
                "49123456",
                "4569951110016",
                "036000291452",
                "10012345678902"
            })
    void theRightCheckDigitIsAccepted(String code) {
        assertThat(Gtin.isValid(code)).isTrue();
        assertThat(Gtin.comparable(code)).hasSize(14).endsWith(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4901234567893", "49123457", "036000291453", "4910234567894"})
    void aWrongOrSwappedDigitIsNot(String code) {
        assertThat(Gtin.looksLikeOne(code)).isTrue();
        assertThat(Gtin.isValid(code)).isFalse();
        assertThat(Gtin.comparable(code)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A-1", "123", "49012345678９4"})
    void whatIsNoneIsLeftAlone(String code) {
        assertThat(Gtin.looksLikeOne(code)).isFalse();
    }
}
