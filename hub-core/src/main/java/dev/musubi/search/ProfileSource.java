package dev.musubi.search;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the index reads profiles from.
 *
 * @param read the profiles with these ids as a majority has them, retired ones included; unknown
 *     ones are left out
 * @param ids what is there to be swept
 */
public record ProfileSource(Read read, Ids ids) {

    /** Reads profiles by their ids. */
    public interface Read {
        List<SearchDocument> profiles(Collection<String> ids);
    }

    /** Pages through all ids, those of retired profiles included. */
    public interface Ids {
        /** Ids after this one, ascending, at most {@code limit}; the first ones for none. */
        List<String> after(@Nullable String id, int limit);
    }
}
