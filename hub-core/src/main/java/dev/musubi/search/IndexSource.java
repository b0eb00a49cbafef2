package dev.musubi.search;

import dev.musubi.search.SearchIndex.Entry;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where an index reads documents from.
 *
 * @param read the documents with these ids as a majority has them, tombstones included; unknown
 *     ones are left out
 * @param ids what is there to be swept
 * @param count how many that are
 */
record IndexSource(Read read, Ids ids, Count count) {

    /** Reads documents by their ids. */
    interface Read {
        List<Entry> entries(Collection<String> ids);
    }

    /** Pages through all ids, those of tombstones included. */
    interface Ids {
        /** Ids after this one, ascending, at most {@code limit}; the first ones for none. */
        List<String> after(@Nullable String id, int limit);
    }

    /** Counts ids, those of tombstones included. */
    interface Count {
        /** Up to this one, itself included; all, which may be estimated, for none. */
        long upTo(@Nullable String id);
    }

    /** Profiles, with the keys that find them. */
    static IndexSource profiles(
            Function<Collection<String>, List<SearchDocument>> read,
            Ids ids,
            Count count,
            NumberKeys numbers,
            Clock clock) {
        return new IndexSource(
                some ->
                        read.apply(some).stream()
                                .map(p -> IndexDocument.entry(p, numbers, clock.instant()))
                                .toList(),
                ids,
                count);
    }
}
