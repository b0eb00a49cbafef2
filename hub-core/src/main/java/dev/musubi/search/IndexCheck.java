package dev.musubi.search;

import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.facet.Fingerprint;
import dev.musubi.search.SearchIndex.Entry;
import dev.musubi.search.StandingIndex.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    /**
     * Elasticsearch remembers for a minute what was deleted by hand, and takes no older version.
     */
    private static final Duration DELETES = Duration.ofSeconds(90);

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
     * @param behind ids of those that are missing in the index, other in it than they are, or
     *     retired and still found; the first hundred
     * @param faults how many these are
     * @param mended how many of them were written anew
     * @param nobodys ids of documents that can be found and that no profile has; the first hundred
     * @param strangers how many these are
     * @param removed how many of them were taken out
     * @param stored digest of what the index should say of the living profiles that were looked at:
     *     the XOR of a hash of each, with the digest of its content and all that a hit shows
     * @param indexed digest of what it says of them; the same where it agrees
     */
    public record Report(
            long profiles,
            List<String> behind,
            long faults,
            long mended,
            List<String> nobodys,
            long strangers,
            long removed,
            String stored,
            String indexed) {

        public Report {
            behind = List.copyOf(behind);
            nobodys = List.copyOf(nobodys);
        }

        /** Whether nothing is left that does not agree. */
        public boolean agrees() {
            return faults == mended && strangers == removed;
        }
    }

    /**
     * Looks at profiles.
     *
     * @param every one of so many, 1 for all; documents of nobody are looked for only then
     * @param repair whether what differs is written anew, and what is nobody's is taken out
     * @throws dev.musubi.platform.HubException.StoreAway where a store does not answer
     */
    public Report check(int every, boolean repair) {
        long passed = 0;
        long seen = 0;
        long mended = 0;
        List<String> behind = new ArrayList<>();
        Digests digests = Digests.NONE;
        List<String> page = profiles.allIdsAfter(null, PAGE);
        while (!page.isEmpty()) {
            List<String> sample = new ArrayList<>();
            for (String id : page) {
                if (passed++ % every == 0) {
                    sample.add(id);
                }
            }
            seen += sample.size();
            Looked looked = patiently(sample);
            behind.addAll(looked.differ());
            if (repair && !looked.differ().isEmpty()) {
                int faults = looked.differ().size();
                looked = mend(sample, looked);
                mended += faults - looked.differ().size();
            }
            digests = digests.with(looked);
            page = profiles.allIdsAfter(page.getLast(), PAGE);
        }
        List<String> nobodys = every == 1 ? nobodys() : List.of();
        if (repair && !nobodys.isEmpty()) {
            index.remove(nobodys);
        }
        return new Report(
                seen,
                first(behind),
                behind.size(),
                mended,
                first(nobodys),
                nobodys.size(),
                repair ? nobodys.size() : 0,
                digests.stored(),
                digests.indexed());
    }

    private static List<String> first(List<String> ids) {
        return ids.stream().limit(MOST_SHOWN).toList();
    }

    /**
     * How some profiles stand.
     *
     * @param due as they should
     * @param there as they do
     */
    private record Looked(Map<String, Standing> due, Map<String, Standing> there) {

        List<String> differ() {
            return due.keySet().stream()
                    .filter(id -> differs(due.get(id), there.get(id)))
                    .sorted()
                    .toList();
        }

        private static boolean differs(@Nullable Standing due, @Nullable Standing there) {
            if (due == null) {
                return false;
            }
            return due.retired() ? there != null && !there.retired() : !due.equals(there);
        }
    }

    private record Digests(Fingerprint due, Fingerprint there) {

        static final Digests NONE = new Digests(Fingerprint.NONE, Fingerprint.NONE);

        Digests with(Looked looked) {
            return new Digests(sum(due, looked.due()), sum(there, looked.there()));
        }

        private static Fingerprint sum(Fingerprint before, Map<String, Standing> standing) {
            Fingerprint sum = before;
            for (Map.Entry<String, Standing> one : standing.entrySet()) {
                Standing is = one.getValue();
                if (!is.retired()) {
                    sum = sum.with(one.getKey() + " " + is.content() + " " + is.shown());
                }
            }
            return sum;
        }

        String stored() {
            return hex(due);
        }

        String indexed() {
            return hex(there);
        }

        private static String hex(Fingerprint sum) {
            return String.format(Locale.ROOT, "%016x%016x", sum.high(), sum.low());
        }
    }

    /** What differs is looked at again until it does no more, or has for some seconds. */
    private Looked patiently(List<String> ids) {
        Looked looked = look(ids);
        for (int look = 1; look < LOOKS && !looked.differ().isEmpty(); look++) {
            LockSupport.parkNanos(BETWEEN.toNanos());
            looked = look(ids);
        }
        return looked;
    }

    private Looked mend(List<String> ids, Looked before) {
        Looked looked = before;
        long end = System.nanoTime() + DELETES.toNanos();
        while (true) {
            index.replace(source.entries(looked.differ()));
            looked = look(ids);
            if (looked.differ().isEmpty() || System.nanoTime() > end) {
                return looked;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private Looked look(List<String> ids) {
        if (ids.isEmpty()) {
            return new Looked(Map.of(), Map.of());
        }
        Map<String, Standing> there = index.standing().of(ids);
        return new Looked(
                source.entries(ids).stream().collect(Collectors.toMap(Entry::id, Standing::of)),
                there);
    }

    /** What is in the index was stored before: who is not there now never was, or was taken out. */
    private List<String> nobodys() {
        List<String> nobodys = new ArrayList<>();
        index.standing()
                .living(
                        ids -> {
                            Set<String> stored =
                                    profiles.states(ids).stream()
                                            .map(ProfileState::id)
                                            .collect(Collectors.toSet());
                            Set<String> unknown = new HashSet<>(ids);
                            unknown.removeAll(stored);
                            nobodys.addAll(unknown);
                        });
        nobodys.sort(null);
        return nobodys;
    }
}
