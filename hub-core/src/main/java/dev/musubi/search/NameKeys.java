package dev.musubi.search;

import dev.musubi.search.Readings.Kind;
import dev.musubi.search.SearchDocument.Names;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything by which a person's name can be found: its parts, and the whole in both orders. Pure.
 *
 * @param written parts in their written form, kana too
 * @param common likewise, with the common form of each kanji
 * @param exact sounds of names given in kana or Latin letters, long vowels apart from short ones
 * @param loose likewise, without that difference
 * @param guessedExact sounds of names given in kanji alone, as the dictionary reads them
 * @param guessedLoose likewise, without the difference of long vowels
 * @param unwritten exact sounds of a person whose name nobody has written in kanji yet
 */
record NameKeys(
        Set<String> written,
        Set<String> common,
        Set<String> exact,
        Set<String> loose,
        Set<String> guessedExact,
        Set<String> guessedLoose,
        Set<String> unwritten) {

    private static final Pattern HYPHEN = Pattern.compile("-");
    private static final int LONGEST = 256;
    private static final int MOST_PARTS = 8;
    private static final int MOST_READINGS = 4;

    private NameKeys() {
        this(
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    static NameKeys of(Names names) {
        NameKeys keys = new NameKeys();
        boolean kanaMissing = names.familyNameKana() == null || names.givenNameKana() == null;
        keys.addAll(names.familyName(), Kind.FAMILY, names.familyNameKana() == null);
        keys.addAll(names.givenName(), Kind.GIVEN, names.givenNameKana() == null);
        keys.addAll(names.familyNameKana(), Kind.FAMILY, false);
        keys.addAll(names.givenNameKana(), Kind.GIVEN, false);
        keys.addFull(names.fullName(), kanaMissing);
        keys.addPair(names.familyName(), names.givenName(), kanaMissing);
        keys.addPair(names.familyNameKana(), names.givenNameKana(), false);
        if (keys.written.stream().noneMatch(Written::hasKanji)) {
            keys.unwritten.addAll(keys.exact);
        }
        return keys;
    }

    private void addAll(@Nullable String name, Kind kind, boolean guess) {
        if (name == null || name.length() > LONGEST) {
            return;
        }
        List<String> parts = Written.parts(name);
        for (String part : parts.subList(0, Math.min(MOST_PARTS, parts.size()))) {
            add(part, kind, guess);
            if (part.indexOf('-') > 0) {
                HYPHEN.splitAsStream(part).forEach(piece -> add(piece, kind, guess));
            }
        }
        if (parts.size() > 1) {
            add(String.join("", parts), kind, guess);
        }
    }

    /** A full name of two parts also counts in the other order; one without a gap is cut. */
    private void addFull(@Nullable String name, boolean guess) {
        if (name == null || name.length() > LONGEST) {
            return;
        }
        addAll(name, Kind.FAMILY, guess);
        List<String> parts = Written.parts(name);
        if (parts.size() == 2) {
            add(parts.getLast(), Kind.GIVEN, guess);
            addPair(parts.getFirst(), parts.getLast(), guess);
        } else if (parts.size() == 1 && Written.hasKanji(name)) {
            for (Readings.Piece piece : Readings.pieces(parts.getFirst())) {
                add(piece.surface(), Kind.FAMILY, guess);
                add(piece.surface(), Kind.GIVEN, guess);
            }
        }
    }

    private void addPair(@Nullable String family, @Nullable String given, boolean guess) {
        if (family == null || given == null || family.length() + given.length() > LONGEST) {
            return;
        }
        String first = String.join("", Written.parts(family));
        String second = String.join("", Written.parts(given));
        for (String whole : List.of(first + second, second + first)) {
            addWritten(whole);
            if (!Written.hasKanji(whole)) {
                addSound(Romaji.of(whole), exact, loose);
            }
        }
        if (guess && Written.hasKanji(first + second)) {
            for (String one : sounds(first, Kind.FAMILY)) {
                for (String other : sounds(second, Kind.GIVEN)) {
                    addSound(Romaji.of(one + other), guessedExact, guessedLoose);
                    addSound(Romaji.of(other + one), guessedExact, guessedLoose);
                }
            }
        }
    }

    private void add(String part, Kind kind, boolean guess) {
        addWritten(part);
        if (!Written.hasKanji(part)) {
            addSound(Romaji.of(part), exact, loose);
        } else if (guess) {
            sounds(part, kind).forEach(r -> addSound(Romaji.of(r), guessedExact, guessedLoose));
        }
    }

    private void addWritten(String part) {
        String form = Written.of(part);
        if (!form.isEmpty()) {
            written.add(form);
            common.add(Written.commonKanji(form));
        }
    }

    /** The readings of kanji, in katakana; a part without kanji is its own reading. */
    private static List<String> sounds(String part, Kind kind) {
        return Written.hasKanji(part) ? readings(part, kind) : List.of(part);
    }

    /** The readings of a part in kanji, or of its common form where that has none. */
    static List<String> readings(String part, Kind kind) {
        List<String> found = Readings.of(part, kind);
        List<String> readings =
                found.isEmpty() ? Readings.of(Written.commonKanji(Written.of(part)), kind) : found;
        return readings.subList(0, Math.min(MOST_READINGS, readings.size()));
    }

    private static void addSound(Romaji sound, Set<String> exact, Set<String> loose) {
        if (!sound.exact().isEmpty()) {
            exact.add(sound.exact());
            loose.add(sound.loose());
        }
    }
}
