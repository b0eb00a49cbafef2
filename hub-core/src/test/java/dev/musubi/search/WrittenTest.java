package dev.musubi.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenTest {

    @ParameterizedTest
    @CsvSource({
        "さとう, サトウ",
        "ｻﾄｳ, サトウ",
        "ｶﾞﾝﾀﾞ, ガンダ",
        "Zoë, zoe",
        "ＺＯＥ, zoe",
        "Straße, strasse",
        "Łukasz, lukasz",
        "佐藤, 佐藤",
        "か\u3099, ガ",
        "葛\uDB40\uDD00, 葛"
    })
    void widthsCasesAndAccentsAreOneForm(String text, String form) {
        assertThat(Written.of(text)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({"髙橋, 高橋", "渡邊, 渡辺", "齋藤, 斎藤", "斉藤, 斎藤", "佐々木, 佐佐木", "𠮷田, 吉田", "佐藤, 佐藤"})
    void otherFormsOfKanjiAreTheCommonOne(String name, String common) {
        assertThat(Written.commonKanji(Written.of(name))).isEqualTo(common);
    }

    @Test
    void aNameIsCutAtSpacesOfAnyKindAndAtPunctuation() {
        assertThat(Written.parts("佐藤\u3000花子 （旧姓・加藤）")).containsExactly("佐藤", "花子", "旧姓", "加藤");
        assertThat(Written.parts(" \t ")).isEmpty();
    }
}
