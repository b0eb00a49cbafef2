package dev.musubi.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.search.SearchIndex.Entry;
import java.util.List;

/**
 * Which documents are in the index already as they are now, by what this hub wrote last while it
 * kept the index: most events change a profile and nothing that it is found by. What is forgotten
 * is written once more. Not thread safe.
 */
final class Unchanged {

    private static final int REMEMBERED = 100_000;

    private final Cache<String, Long> contents =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** Those that are not known to be in the index as they are. */
    List<Entry> without(List<Entry> entries) {
        return entries.stream().filter(e -> !known(e)).toList();
    }

    /**
     * Half of a SHA-256 is compared: that two of 100,000 have the same is no more than a thought.
     */
    private static Long digest(Entry entry) {
        return Long.parseUnsignedLong(entry.content(), 0, 16, 16);
    }

    private boolean known(Entry entry) {
        return !entry.content().isEmpty()
                && digest(entry).equals(contents.getIfPresent(entry.id()));
    }

    /** To be called when these are in the index. */
    void written(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.content().isEmpty()) {
                contents.invalidate(entry.id());
            } else {
                contents.put(entry.id(), digest(entry));
            }
        }
    }

    /** To be called where somebody else may have written, or the index is another. */
    void forget() {
        contents.invalidateAll();
    }
}
