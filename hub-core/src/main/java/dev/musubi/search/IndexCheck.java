package dev.musubi.search;

import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import dev.musubi.search.SearchIndex.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the index that is searched agrees with the profiles. What the indexer is about to
 * bring is no fault: whatever differs is looked at again some seconds later.
 */
public final class IndexCheck {

    private static final int PAGE = 500;
    private static final int LOOKS = 4;
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final int MOST_SHOWN = 100;

    private final SearchIndex index;
    private final Profiles profiles;
    private final IndexSource.Read source;

    IndexCheck(SearchIndex index, Profiles profiles, IndexSource.Read source) {
        this.index = index;
        this.profiles = profiles;
        this.source = source;
    }

    /**
     * What was found.
     *
     * @param profiles how many were looked at, retired ones too
     * @param behind ids of those that are missing in the index, old in it, or retired and still
     *     found; the first hundred
     * @param faults how many these are
     * @param mended how many of them were written anew
     * @param nobodys how many more documents can be found than there are living profiles
     */
    public record Report(
            long profiles, List<String> behind, long faults, long mended, long nobodys) {}

    /**
     * Looks at all profiles.
     *
     * @param repair whether what differs is written anew
     * @throws dev.musubi.platform.HubException.StoreAway where a store does not answer
     */
    public Report check(boolean repair) {
        long seen = 0;
        long living = 0;
        long mended = 0;
        List<String> behind = new ArrayList<>();
        List<String> page = profiles.allIdsAfter(null, PAGE);
        while (!page.isEmpty()) {
            seen += page.size();
            List<String> differ = differ(page);
            for (int look = 1; look < LOOKS && !differ.isEmpty(); look++) {
                LockSupport.parkNanos(BETWEEN.toNanos());
                differ = differ(differ);
            }
            behind.addAll(differ);
            if (repair && !differ.isEmpty()) {
                index.write(source.entries(differ), true);
                mended += differ.size() - differ(differ).size();
            }
            living += profiles.states(page).stream().filter(p -> !p.retired()).count();
            page = profiles.allIdsAfter(page.getLast(), PAGE);
        }
        long missing = repair ? behind.size() - mended : behind.size();
        return new Report(
                seen,
                behind.stream().limit(MOST_SHOWN).toList(),
                behind.size(),
                mended,
                behind.isEmpty() || missing == 0 ? Math.max(0, index.living() - living) : 0);
    }

    private List<String> differ(List<String> ids) {
        Map<String, Standing> standing = index.standing(ids);
        Map<String, ProfileState> stored =
                profiles.states(ids).stream().collect(Collectors.toMap(ProfileState::id, p -> p));
        return ids.stream()
                .filter(id -> stored.containsKey(id))
                .filter(id -> differs(stored.get(id), standing.get(id)))
                .toList();
    }

    private static boolean differs(@Nullable ProfileState stored, @Nullable Standing there) {
        if (stored == null) {
            return false;
        }
        if (stored.retired()) {
            return there != null && !there.retired();
        }
        return there == null || there.retired() || there.version() != stored.version();
    }
}
