package dev.musubi.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingsTest {

    @Test
    void aSurnameHasAllReadingsThatTheDictionaryKnows() {
        assertThat(Readings.of("河野", Readings.Kind.FAMILY)).contains("コウノ", "カワノ");
        assertThat(Readings.of("佐藤", Readings.Kind.FAMILY)).containsExactly("サトウ");
    }

    @Test
    void anUndividedNameIsCutIntoItsParts() {
        assertThat(Readings.pieces("佐藤花子"))
                .containsExactly(new Readings.Piece("佐藤", "サトウ"), new Readings.Piece("花子", "ハナコ"));
    }

    @Test
    void whatCannotBeReadHasNoReading() {
        assertThat(Readings.of("🍣", Readings.Kind.GIVEN)).isEmpty();
    }
}
