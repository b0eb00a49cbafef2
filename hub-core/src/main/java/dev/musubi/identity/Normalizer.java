package dev.musubi.identity;

import java.util.Optional;

/**
 * Brings the spellings of one identifier to one value, and drops what systems write where they know
 * nothing. Stored nodes are never normalised again. Pure and thread safe.
 */
final class Normalizer {

    private static final int LONGEST = 1_024;

    private final Spelling spelling;
    private final Blocked blocked;

    Normalizer(Spelling spelling, Blocked blocked) {
        this.spelling = spelling;
        this.blocked = blocked;
    }

    /** The one spelling, or nothing where the value identifies nobody. */
    Optional<String> normalize(IdentifierType type, String raw) {
        String value = raw.strip();
        if (value.length() > LONGEST || blocked.placeholder(value)) {
            return Optional.empty();
        }
        return spelling.of(type, value).filter(spelled -> !blocked.identifiesNobody(type, spelled));
    }
}
