package dev.musubi.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.platform.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource({
        "hanako@example.jp, h***@example.jp",
        "h@example.jp, ***@example.jp",
        "花子@example.jp, 花***@example.jp",
        "𠮷@example.jp, ***@example.jp",
        "@example.jp, ***",
        "no address, ***",
    })
    void anAddressKeepsItsDomainAndTheFirstOfSeveralCharacters(String address, String masked) {
        assertThat(Masking.email(address)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "+819012345678, ***5678",
        "12345678, ***5678",
        "1234567, ***",
        "abcdefg𠮷, ***efg𠮷"
    })
    void aNumberKeepsItsLastFourUnlessThatIsMostOfIt(String value, String masked) {
        assertThat(Masking.tail(value)).isEqualTo(masked);
    }

    @Test
    void whatAnEventCarriesIsMaskedByTheNamesOfItsFieldsAndInItsTexts() {
        String masked =
                Json.write(
                        Masking.data(
                                Json.read(
                                        """
                                        {"contactPoint":"email:hanako@example.jp","text":"write to taro.sato@shop.example.jp, please",
                                         "customer":{"phone":"09012345678","birth_date":"1990-04-01","address":{"zip":"104-0061"}},
                                         "lines":[{"sku":"A-1","quantity":2.50,"note":"@home"}],"audience":"*","email":null}""")));

        assertThat(masked)
                .isEqualTo(
                        """
                        {"contactPoint":"***","text":"write to t***@shop.example.jp, please",\
                        "customer":{"phone":"***","birth_date":"***","address":"***"},\
                        "lines":[{"sku":"A-1","quantity":2.50,"note":"@home"}],"audience":"*","email":null}""");
    }

    @Test
    void aWordForEverywhereIsNobodysAddress() {
        assertThat(Json.write(Masking.data(Json.read("{\"contactPoint\":\"*\"}"))))
                .isEqualTo("{\"contactPoint\":\"*\"}");
    }
}
