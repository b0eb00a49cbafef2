package dev.musubi.event;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets callers wait until events have left the state received. A worker of this process says so at
 * once; events applied by another hub are seen by asking the store again and again.
 */
final class Progress {

    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    private final Map<String, Set<CountDownLatch>> waiting = new ConcurrentHashMap<>();
    private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();
    private final List<Runnable> hurries = new CopyOnWriteArrayList<>();

    void onAppend(Runnable wakeUp) {
        wakeUps.add(wakeUp);
    }

    void onAwait(Runnable hurry) {
        hurries.add(hurry);
    }

    void appended() {
        wakeUps.forEach(Runnable::run);
    }

    void moved(Collection<String> keys) {
        if (waiting.isEmpty()) {
            return;
        }
        for (String key : keys) {
            waiting.getOrDefault(key, Set.of()).forEach(CountDownLatch::countDown);
        }
    }

    /**
     * Waits until all these events are applied or dead, or the time is over.
     *
     * @param states asks the store
     */
    void await(
            Collection<String> keys,
            Duration atMost,
            Function<Collection<String>, Map<String, EventState.State>> states)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Set<String> open = new HashSet<>(keys);
        while (true) {
            CountDownLatch latch = new CountDownLatch(open.size());
            open.forEach(
                    k -> waiting.computeIfAbsent(k, _ -> ConcurrentHashMap.newKeySet()).add(latch));
            try {
                states.apply(List.copyOf(open)).forEach((k, s) -> settled(open, latch, k, s));
                long left = deadline - System.nanoTime();
                if (open.isEmpty() || left <= 0) {
                    return;
                }
                hurries.forEach(Runnable::run);
                latch.await(Math.min(left, ASK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
            } finally {
                keys.forEach(k -> forget(k, latch));
            }
        }
    }

    private static void settled(
            Set<String> open, CountDownLatch latch, String key, EventState.State state) {
        if (state != EventState.State.RECEIVED && open.remove(key)) {
            latch.countDown();
        }
    }

    private void forget(String key, CountDownLatch latch) {
        waiting.computeIfPresent(
                key,
                (_, latches) -> {
                    latches.remove(latch);
                    return latches.isEmpty() ? null : latches;
                });
    }
}
