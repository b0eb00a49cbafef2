package dev.musubi.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Says which of the names that are near what was typed was likely meant. Pure. */
final class Likely {

    private final String written;
    private final String sound;

    Likely(String typed) {
        String whole = String.join("", Written.parts(typed));
        this.written = Written.of(whole);
        this.sound = Written.hasKanji(whole) ? "" : Romaji.of(whole).loose();
    }

    /** Whether one likely slip makes what was typed of one of these names, as written or heard. */
    boolean meant(Map<String, List<String>> shown) {
        return names(shown).anyMatch(this::meant);
    }

    /** Whether one of these names is what was typed. */
    boolean is(Map<String, List<String>> shown) {
        return names(shown)
                .anyMatch(
                        name -> {
                            String plain = plain(name);
                            return plain.equals(written)
                                    || (!sound.isEmpty()
                                            && !Written.hasKanji(plain)
                                            && Romaji.of(plain).loose().equals(sound));
                        });
    }

    private static String plain(String name) {
        return Written.of(String.join("", Written.parts(name)));
    }

    private boolean meant(String name) {
        String plain = plain(name);
        return Slip.likely(written, plain)
                || (!sound.isEmpty()
                        && !Written.hasKanji(plain)
                        && Slip.likely(sound, Romaji.of(plain).loose()));
    }

    /** Whole names in both orders, and their parts. */
    private static Stream<String> names(Map<String, List<String>> shown) {
        List<String> names =
                new ArrayList<>(shown.getOrDefault(IndexDocument.FULL_NAME, List.of()));
        pair(shown, IndexDocument.FAMILY_NAME, IndexDocument.GIVEN_NAME, names);
        pair(shown, IndexDocument.FAMILY_NAME_KANA, IndexDocument.GIVEN_NAME_KANA, names);
        return names.stream();
    }

    private static void pair(
            Map<String, List<String>> shown, String family, String given, List<String> names) {
        List<String> families = shown.getOrDefault(family, List.of());
        List<String> givens = shown.getOrDefault(given, List.of());
        names.addAll(families);
        names.addAll(givens);
        for (String one : families) {
            for (String other : givens) {
                names.add(one + other);
                names.add(other + one);
            }
        }
    }
}
