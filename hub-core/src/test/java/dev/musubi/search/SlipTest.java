package dev.musubi.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipTest {

    @ParameterizedTest
    @CsvSource({
        "いにむら,にいむら,true",
        "いにむら,いまむら,false",
        "にむら,にいむら,true",
        "いむら,にいむら,true",
        "にいむ,にいむら,true",
        "にいむらら,にいむら,false",
        "にいむら,にいむら,false",
        "sotu,sato,false",
        "saot,sato,true",
        "ba,ab,true",
        "'',a,true",
        "'',ab,false"
    })
    void aLetterLeftOutAndTwoSwappedAreLikely(String typed, String name, boolean likely) {
        assertThat(Slip.likely(typed, name)).isEqualTo(likely);
    }
}
