package dev.musubi.catalog;

import java.util.List;

/**
 * Things that one source was the first to mention, and that no source describes.
 *
 * @param count how many of them were found among the first {@value #COUNTED} of all sources
 * @param examples the first {@value #EXAMPLES} in the order of their names
 */
public record Stubs(long count, List<String> examples) {

    /** So many are looked at: beyond, the catalogue itself is missing, whoever mentions it. */
    static final int COUNTED = 200_000;

    static final int EXAMPLES = 20;

    public static final Stubs NONE = new Stubs(0, List.of());

    public Stubs {
        examples = List.copyOf(examples);
    }
}
