package dev.musubi.search;

/** What a profile can be found by: the searchable fields of the index. */
enum Key {
    WRITTEN("written", false),
    COMMON("common", false),
    EXACT("exact", false),
    LOOSE("loose", false),
    GUESSED_EXACT("guessedExact", false),
    GUESSED_LOOSE("guessedLoose", false),
    UNWRITTEN("unwritten", false),
    ADDRESS("address", true),
    ADDRESS_GRAMS("addressGrams", true),
    PHONE("phone", true),
    CARD("card", true),
    ORDER("order", false);

    private final String field;
    private final boolean sensitive;

    Key(String field, boolean sensitive) {
        this.field = field;
        this.sensitive = sensitive;
    }

    /** The name of the field in the index. */
    String field() {
        return field;
    }

    /** Whether it tells something that is masked for callers without the right to see it. */
    boolean sensitive() {
        return sensitive;
    }
}
