package dev.musubi.search;

import java.util.List;

/**
 * A person found.
 *
 * @param profile id of the profile; it may have been merged since it was indexed
 * @param score comparable within one answer only; greater is better
 * @param highlights what the query was found in, by field in the order of the contract
 */
public record Hit(String profile, double score, List<Highlight> highlights) {

    public Hit {
        highlights = List.copyOf(highlights);
    }

    /**
     * A value that answers the query.
     *
     * @param field such as {@code familyName} or {@code email}
     * @param value the whole value, as it was given
     * @param from where the answering part begins, in characters
     * @param to where it ends, exclusive
     */
    public record Highlight(String field, String value, int from, int to) {}
}
