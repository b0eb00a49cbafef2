package dev.musubi.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.platform.Json;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MaskingTest {

    @Test
    void anEmailShowsItsFirstCharacterAndItsDomain() {
        assertThat(Masking.email("hanako@example.jp")).isEqualTo("h***@example.jp");
        assertThat(Masking.email("@example.jp")).isEqualTo("***");
        assertThat(Masking.email("no address")).isEqualTo("***");
        assertThat(Masking.email("𠮷野@example.jp")).isEqualTo("𠮷***@example.jp");
    }

    @Test
    void aNumberShowsItsLastFour() {
        assertThat(Masking.tail("+819012345678")).isEqualTo("***5678");
        assertThat(Masking.tail("L-1001")).isEqualTo("***");
    }

    @Property
    void noNumberShowsMoreThanFour(@ForAll String value) {
        assertThat(Masking.tail(value)).hasSizeLessThanOrEqualTo(7).startsWith("***");
    }

    @Test
    void ofAnEventsContentOnlyWhatNamesNobodyIsShown() {
        assertThat(
                        Masking.content(
                                Json.read(
                                        """
                                        {"orderId":"o-1","total":"4400","text":"call me","contactPoint":"a@b.jp",
                                         "customer":{"email":"a@b.jp"},"numbers":["#1001",{"email":"a@b.jp"},["x"]],
                                         "lines":[{"sku":"A-1","quantity":2,"gift":"for Hanako"}],
                                         "price":{"currency":"JPY","amount":"1","to":"a@b.jp"},
                                         "sku":{"email":"a@b.jp"}}
                                        """)))
                .isEqualTo(
                        Json.read(
                                """
                                {"orderId":"o-1","total":"4400","numbers":["#1001",{}],
                                 "lines":[{"sku":"A-1","quantity":2}],
                                 "price":{"currency":"JPY","amount":"1"}}
                                """));
    }

    @Test
    void contentThatIsNoObjectShowsNothing() {
        assertThat(Masking.content(Json.read("[1]"))).isEmpty();
        assertThat(Masking.content(Json.object().path("data"))).isEmpty();
    }
}
