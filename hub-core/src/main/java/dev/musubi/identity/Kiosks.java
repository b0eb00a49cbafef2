package dev.musubi.identity;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sources whose devices are used by many people. Pure and thread safe. */
final class Kiosks {

    private final List<Pattern> sources;

    /**
     * @param patterns of sources, in which {@code *} stands for any characters
     */
    Kiosks(List<String> patterns) {
        this.sources = patterns.stream().map(Kiosks::pattern).toList();
    }

    boolean contains(String source) {
        return sources.stream().anyMatch(p -> BoundedText.matches(p, source));
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\*+", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
    }
}
