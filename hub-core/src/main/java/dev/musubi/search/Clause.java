package dev.musubi.search;

/** One way in which a profile can answer a query; the best of several counts. */
sealed interface Clause {

    Key key();

    /** What a match is worth; compared with other clauses only. */
    float weight();

    /** A key of the profile is this one. */
    record Equals(Key key, String value, float weight) implements Clause {}

    /** A key of the profile begins so. */
    record StartsWith(Key key, String value, float weight) implements Clause {}

    /** A key of the profile is this one but for one or two slips of a finger. */
    record Similar(Key key, String value, int slips, float weight) implements Clause {}

    /** A key of the profile has these groups of characters one after the other. */
    record Contains(Key key, String grams, float weight) implements Clause {}
}
