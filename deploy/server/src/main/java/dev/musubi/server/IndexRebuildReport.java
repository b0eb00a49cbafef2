package dev.musubi.server;

import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.search.IndexCheck;
import dev.musubi.search.IndexRebuild;
import dev.musubi.search.IndexRebuild.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Follows a rebuild of the indexes to its end, and says how far it is. */
final class IndexRebuildReport {

    private static final Duration BETWEEN = Duration.ofMillis(500);

    /** A store that is away for longer is not waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final PrintStream out;
    private final Map<String, Pace> paces = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private final Set<String> done = new HashSet<>();

    IndexRebuildReport(PrintStream out) {
        this.out = out;
    }

    /**
     * Waits until the new indexes are searched, then compares the digests.
     *
     * @return whether what is searched now is what is stored
     * @throws StoreAway where a store does not answer for long; the rebuild is gone on with by the
     *     hub that keeps the index next, or the next command
     */
    boolean follow(IndexRebuild.Asked asked, IndexCheck check) {
        if (asked.goesOn()) {
            out.println("going on with a rebuild that did not end");
        }
        long awaySince = 0;
        boolean all = false;
        while (!all) {
            try {
                List<Progress> progress = asked.look();
                progress.forEach(this::tell);
                all = progress.stream().allMatch(Progress::done);
                awaySince = 0;
            } catch (StoreAway e) {
                long now = System.nanoTime();
                if (awaySince == 0) {
                    awaySince = now;
                    out.println("waiting: " + e.getMessage());
                } else if (now - awaySince > PATIENCE.toNanos()) {
                    throw e;
                }
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        IndexCheck.Report found = check.check(1, false);
        out.printf(
                Locale.ROOT,
                "done: %,d profiles, digest of the index %s, of what is stored %s: %s%n",
                found.profiles(),
                found.indexed(),
                found.stored(),
                found.agrees() ? "equal" : "not equal, see: deploy/musubi check");
        return found.agrees();
    }

    private void tell(Progress now) {
        Pace pace = paces.computeIfAbsent(now.index(), _ -> new Pace(now.all(), now.written()));
        if (now.done() && done.add(now.index())) {
            out.printf(
                    Locale.ROOT,
                    "%s: all %,d are in the new index, and it is searched%n",
                    now.index(),
                    now.written());
        } else if (!done.contains(now.index())) {
            String line =
                    String.format(
                            Locale.ROOT,
                            "%s: %,d of %,d, %s",
                            now.index(),
                            now.written(),
                            now.all(),
                            pace.left(now.written()));
            String share = line.replaceAll(", about.*", "");
            if (now.written() > 0 && !share.equals(told.put(now.index(), share))) {
                out.println(line);
            }
        }
    }
}
