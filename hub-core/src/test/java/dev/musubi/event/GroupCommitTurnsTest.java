package dev.musubi.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.identity.Node;
import dev.musubi.identity.Sighting;
import dev.musubi.platform.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTurnsTest {

    private static final Arrival ARRIVAL =
            new Arrival(
                    new Event(
                            "till",
                            "1",
                            "page.viewed",
                            Instant.EPOCH,
                            "web",
                            null,
                            List.of(),
                            Map.of(),
                            Json.object(),
                            false,
                            null,
                            new byte[32]),
                    new Sighting(new Node("customer_id:shop:1"), List.of()),
                    1,
                    Instant.EPOCH,
                    "key",
                    null,
                    "{}");

    private final List<Integer> commits = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Semaphore journal = new Semaphore(0);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final GroupCommit group = new GroupCommit(this::commit, 2, 500, 20_000, Duration.ofSeconds(30));

    /** A commit that takes until the journal is flushed. */
    private List<Boolean> commit(List<Arrival> arrivals) {
        mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        commits.add(arrivals.size());
        journal.acquireUninterruptibly();
        underWay.decrementAndGet();
        return Collections.nCopies(arrivals.size(), false);
    }

    @AfterEach
    void close() {
        journal.release(10_000);
        group.close();
        callers.close();
    }

    private CountDownLatch callers(int number) {
        CountDownLatch answered = new CountDownLatch(number);
        for (int i = 0; i < number; i++) {
            callers.execute(
                    () -> {
                        group.store(List.of(ARRIVAL));
                        answered.countDown();
                    });
        }
        return answered;
    }

    @Test
    void fewCallersAreCommittedBesideEachOther() {
        callers(1);
        await().until(() -> underWay.get() == 1);

        callers(1);

        await().atMost(Duration.ofSeconds(5)).until(() -> underWay.get() == 2);
        assertThat(commits).containsExactly(1, 1);
    }

    @Test
    void whoComesWhileACommitIsUnderWayIsKeptTogether() throws Exception {
        callers(1);
        await().until(() -> underWay.get() == 1);
        // The first of them may still find few waiting.
        CountDownLatch answered = callers(40);
        await().during(Duration.ofMillis(100)).until(() -> mostAtOnce.get() <= 2);

        journal.release(41);

        assertThat(answered.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(commits)
                .as("one, perhaps a few, and all that waited")
                .hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void veryManyAreCommittedBesideEachOtherAgain() {
        callers(1);
        await().until(() -> underWay.get() == 1);

        callers(400);

        await().atMost(Duration.ofSeconds(5)).until(() -> underWay.get() == 2);
        assertThat(mostAtOnce).hasValue(2);
    }
}
