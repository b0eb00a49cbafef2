package dev.musubi.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.musubi.identity.Node;
import dev.musubi.identity.Sighting;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final CountDownLatch silent = new CountDownLatch(1);
    private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
    private final GroupCommit commits = new GroupCommit(this::store, 1, 10, 100, PATIENCE);

    @AfterEach
    void end() {
        silent.countDown();
        commits.close();
    }

    /** A primary that stands still answers nothing, and its connection stays open. */
    private List<Boolean> store(List<Arrival> arrivals) {
        try {
            silent.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        arrivals.forEach(a -> stored.add(a.key()));
        return arrivals.stream().map(_ -> false).toList();
    }

    @Test
    void whoeverWaitsForAStoreThatSaysNothingIsToldToComeAgain() {
        long from = System.nanoTime();

        assertThatThrownBy(() -> commits.store(List.of(arrival("1"))))
                .isInstanceOf(StoreAway.class);

        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .isBetween(PATIENCE, PATIENCE.multipliedBy(10));
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotStoredLater() {
        assertThatThrownBy(() -> commits.store(List.of(arrival("under-way"))))
                .isInstanceOf(StoreAway.class);
        assertThatThrownBy(() -> commits.store(List.of(arrival("queued"))))
                .isInstanceOf(StoreAway.class);

        silent.countDown();
        commits.store(List.of(arrival("after")));

        await().untilAsserted(
                        () -> assertThat(stored).containsExactly("test|under-way", "test|after"));
    }

    private static Arrival arrival(String id) {
        Event event =
                new Event(
                        "test",
                        id,
                        "page.viewed",
                        Instant.EPOCH,
                        "web",
                        null,
                        List.of(),
                        Map.of(),
                        Json.object(),
                        false,
                        null,
                        new byte[0]);
        return new Arrival(
                event,
                new Sighting(new Node("anonymous_id:1"), List.of()),
                1,
                Instant.EPOCH,
                "test",
                null,
                "{}");
    }
}
