package dev.musubi.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are written to the feed together, in the order in which they were committed.
 *
 * <p>Where a profile is written several times, the last one stands for all, in its place: nobody
 * could read the others any more. A merge or split stays as it is, and what was written of the
 * profiles that it names before it stays before it. Not thread safe.
 */
final class Step {

    private final int most;
    private final List<@Nullable Change> changes = new ArrayList<>();
    private final Map<String, Integer> lastOf = new HashMap<>();
    private Instant at;
    private int taken;

    /**
     * @param notBefore when the change before was committed; clocks of servers may differ, times in
     *     the feed never go back
     * @param most how many changes it has room for
     */
    Step(Instant notBefore, int most) {
        this.at = notBefore;
        this.most = most;
    }

    void add(Change committed) {
        Change change = committed.notBefore(at);
        at = change.at();
        taken++;
        String profile = change.profile();
        if (profile != null && change.ofOneProfile()) {
            Integer before = lastOf.put(profile, changes.size());
            changes.add(before == null ? change : change.as(takeOut(before)));
        } else {
            lastOf.remove(profile);
            change.others().forEach(lastOf::remove);
            changes.add(change);
        }
    }

    private Change.Type takeOut(int place) {
        return Objects.requireNonNull(changes.set(place, null)).type();
    }

    boolean hasRoom() {
        return taken < most;
    }

    /** When the last of them was committed. */
    Instant at() {
        return at;
    }

    List<Change> changes() {
        List<Change> all = new ArrayList<>();
        for (Change change : changes) {
            if (change != null) {
                all.add(change);
            }
        }
        return all;
    }
}
