package dev.musubi.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.console.Marked.Part;
import org.junit.jupiter.api.Test;

class MarkedTest {

    @Test
    void theMarkedPartsAreTakenApartFromTheRest() {
        assertThat(Marked.of("hanako@<em>example</em>.jp").parts())
                .containsExactly(
                        new Part("hanako@", false),
                        new Part("example", true),
                        new Part(".jp", false));
    }

    @Test
    void whatLooksLikeATagInTheValueIsText() {
        Marked marked = Marked.of("<em>Bobby</em> &lt;script&gt;&amp;lt;");

        assertThat(marked.text()).isEqualTo("Bobby <script>&lt;");
    }
}
