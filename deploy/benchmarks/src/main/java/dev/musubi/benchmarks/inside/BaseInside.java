package dev.musubi.benchmarks.inside;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes people known in this process, through the log and the people consumer and without the door:
 * to be compared with the same through the door, where nothing but HTTP is added.
 */
public final class BaseInside {

    private static final int BATCH = 500;
    private static final int MOST_WAITING = 20_000;

    private BaseInside() {}

    /** People a second, each with so many views, until all are applied. */
    public static double peoplePerSecond(String mongodbUri, int people, int history) {
        try (Core core = Core.beside(mongodbUri, "musubi_benchmark_base", 2)) {
            long start = System.nanoTime();
            long sent = 0;
            List<ObjectNode> batch = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                batch.add(Samples.person("person-" + i, "p" + i));
                for (int h = 0; h < history; h++) {
                    batch.add(Samples.view("view-" + i + "-" + h, "p" + i));
                }
                if (batch.size() >= BATCH || i == people - 1) {
                    core.append(batch);
                    sent += batch.size();
                    batch.clear();
                    awaitApplied(core, sent - MOST_WAITING);
                }
            }
            awaitApplied(core, sent);
            double seconds = (System.nanoTime() - start) / 1e9;
            core.drop();
            return people / seconds;
        }
    }

    private static void awaitApplied(Core core, long events) {
        double last = core.applied();
        long moved = System.nanoTime();
        while (last < events) {
            LockSupport.parkNanos(5_000_000);
            double now = core.applied();
            if (now > last) {
                last = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > 60_000_000_000L) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "%,.0f of %,d events applied", now, events));
            }
        }
    }
}
