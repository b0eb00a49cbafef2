package dev.musubi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static Properties words(String name) throws IOException {
        try (Reader in =
                new InputStreamReader(
                        Objects.requireNonNull(
                                WordsTest.class.getResourceAsStream("/console/" + name)),
                        StandardCharsets.UTF_8)) {
            Properties words = new Properties();
            words.load(in);
            return words;
        }
    }

    @Test
    void everythingIsSaidInBothLanguagesWithTheSameGaps() throws IOException {
        Properties english = words("messages.properties");
        Properties japanese = words("messages_ja.properties");

        assertThat(japanese.keySet()).isEqualTo(english.keySet());
        for (String key : english.stringPropertyNames()) {
            assertThat(gaps(japanese.getProperty(key)))
                    .as(key)
                    .isEqualTo(gaps(english.getProperty(key)));
        }
    }

    private static int gaps(String words) {
        return new MessageFormat(words, Locale.ROOT).getFormatsByArgumentIndex().length;
    }
}
