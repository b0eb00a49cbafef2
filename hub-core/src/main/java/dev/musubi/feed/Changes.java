package dev.musubi.feed;

import dev.musubi.platform.HubException.Refused;
import org.jspecify.annotations.Nullable;

/** What became of profiles, to be followed. Thread safe. */
public final class Changes {

    /** A page has no more entries. */
    public static final int MOST = 1_000;

    private final EntryStore store;

    Changes(EntryStore store) {
        this.store = store;
    }

    /**
     * The entries after that number, as a majority has them.
     *
     * @param seq absent for the oldest entry that is kept
     * @param limit at most {@link #MOST}
     * @throws Refused 410 where they are not kept any more
     */
    public Page after(@Nullable Long seq, int limit) {
        // Whatever is up to here is found by the second look, or is not kept any more.
        long last = store.last();
        return Page.of(seq, last, store.after(seq, Math.min(limit, MOST)));
    }
}
