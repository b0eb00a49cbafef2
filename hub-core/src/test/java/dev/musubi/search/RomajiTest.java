package dev.musubi.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RomajiTest {

    @ParameterizedTest
    @CsvSource({
        "サトウ, さとう",
        "サトウ, ｻﾄｳ",
        "サトウ, satou",
        "サトウ, Satō",
        "サトウ, SATOH",
        "サトー, satoo",
        "シンジ, shinji",
        "シンジ, sinzi",
        "モチヅキ, mochizuki",
        "モチヅキ, motiduki",
        "ジュンコ, junko",
        "ジュンコ, zyunko",
        "ジュンコ, jyunko",
        "ハットリ, hattori",
        "オオノ, ohno",
        "オオノ, ōno",
        "ナンバ, namba",
        "シンイチ, shin'ichi",
        "シンイチ, shinichi",
        "チャタニ, tyatani",
        "マッチャ, matcha",
        "マッチャ, maccha",
        "フジタ, huzita",
        "ゴトウ, Gotō",
        "ホンマ, homma"
    })
    void kanaAndEverySpellingInLatinLettersSoundTheSame(String kana, String other) {
        assertThat(Romaji.of(other).exact()).isEqualTo(Romaji.of(kana).exact());
    }

    @ParameterizedTest
    @CsvSource({
        "サトウ, sato",
        "サトウ, SATO",
        "オオノ, ono",
        "ハットリ, hatori",
        "ユウコ, yuko",
        "イイヅカ, izuka",
        "コンドウ, kondo",
        "リョウコ, ryoko"
    })
    void theLooseKeyForgivesShortVowels(String kana, String other) {
        assertThat(Romaji.of(other).loose()).isEqualTo(Romaji.of(kana).loose());
        assertThat(Romaji.of(other).exact()).isNotEqualTo(Romaji.of(kana).exact());
    }

    @ParameterizedTest
    @CsvSource({"サトウ, kato", "シマダ, shimata", "ワタベ, watanabe", "サイトウ, sato"})
    void otherNamesSoundDifferent(String kana, String other) {
        assertThat(Romaji.of(other).loose()).isNotEqualTo(Romaji.of(kana).loose());
    }

    @Test
    void aTextWithoutLettersHasNoSound() {
        assertThat(Romaji.of("🍣 123")).isEqualTo(new Romaji("", ""));
    }
}
