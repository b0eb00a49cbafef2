package dev.musubi.feed;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries that follow each other without a gap, oldest first.
 *
 * @param end number of the entry after which to go on; that of the last one here, if any
 */
public record Page(List<Entry> entries, long end) {

    public Page {
        entries = List.copyOf(entries);
    }

    /**
     * What to give to one who has read up to a number. Pure.
     *
     * @param from the number; absent for the oldest that is kept
     * @param last number of the newest entry, looked up before the entries were
     * @param found entries after {@code from}, ascending
     * @throws Refused 410 where the entry after {@code from} was and is no more, or {@code from} is
     *     of another feed
     */
    static Page of(@Nullable Long from, long last, List<Entry> found) {
        if (found.isEmpty()) {
            if (from != null && from != last) {
                throw gone(from);
            }
            return new Page(List.of(), last);
        }
        long end = from == null ? found.getFirst().seq() - 1 : from;
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : found) {
            // Old entries may be taken away while they are read.
            if (entry.seq() != end + 1) {
                break;
            }
            entries.add(entry);
            end = entry.seq();
        }
        if (entries.isEmpty()) {
            throw gone(end);
        }
        return new Page(entries, end);
    }

    private static Refused gone(long from) {
        return new Refused(
                new Problem(
                        410,
                        "changes-gone",
                        "Changes after the cursor are not kept any more",
                        ("the changes after number %d are not there: read anew whatever you keep of"
                                        + " profiles, and begin again without a cursor")
                                .formatted(from),
                        "cursor"));
    }
}
