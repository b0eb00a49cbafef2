package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever dies or stands still, each acknowledged event counts exactly once, and what was merged
 * and split again is as if it had never been. The run is repeated with {@code
 * -DargLine=-Dmusubi.seed=N}, and made longer with {@code -Dmusubi.kills=N -Dmusubi.freezes=N}.
 */
class KillIT {
    private static final int WRITERS = 8;
    private static final int KILLS = Integer.getInteger("musubi.kills", 2); // of each victim
    private static final int FREEZES = Integer.getInteger("musubi.freezes", 1); // of each victim
    private static final Duration RECOVERY = Duration.ofMinutes(3);

    private enum Victim {
        HUB,
        MONGOD,
        ELASTICSEARCH
    }

    /** SIGKILL, or SIGSTOP and SIGCONT some seconds later. */
    private record Harm(Victim victim, boolean deadly) {}

    @TempDir Path folder;

    private final long seed = Long.getLong("musubi.seed", System.nanoTime());
    private final Ledger ledger = new Ledger();
    private final AtomicLong repeats = new AtomicLong();

    @Test
    void everyEventCountsOnceWhoeverDies() throws Exception {
        List<Harm> harms = new ArrayList<>();
        for (var victim : Victim.values()) {
            harms.addAll(Collections.nCopies(KILLS, new Harm(victim, true)));
            harms.addAll(Collections.nCopies(FREEZES, new Harm(victim, false)));
        }
        Collections.shuffle(harms, new Random(seed));
        try (var hub = HubProcess.start(folder)) {
            var clerk = new Clerk(hub, seed);
            write(hub, clerk, () -> harm(hub, harms));
            awaitApplied(hub);

            assertThat(ledger.differences(hub.client())).as("seed %d", seed).isEmpty();
            assertThat(repeats.get()).as("requests without an answer").isPositive();
            assertThat(clerk.mistakes()).as("merges that were taken back").isPositive();
            // The index may still be catching up with what it missed.
            await().atMost(RECOVERY)
                    .untilAsserted(
                            () -> {
                                var check = hub.chore("check");
                                assertThat(check.exit())
                                        .as("seed %d: %s", seed, check.text())
                                        .isZero();
                            });
        }
    }

    /** The comparison above is worth something: it sees a hub that counts one batch in 20 twice. */
    @Test
    void aHubThatCountsTwiceIsSeen() throws Exception {
        try (var hub = HubProcess.start(folder, "-Dmusubi.fault=apply-twice")) {
            write(
                    hub,
                    new Clerk(hub, seed),
                    () -> LockSupport.parkNanos(Duration.ofSeconds(8).toNanos()));
            awaitApplied(hub);

            assertThat(hub.log()).contains("FAULT PLANTED");
            assertThat(ledger.differences(hub.client()))
                    .as("seed %d", seed)
                    .anyMatch(difference -> difference.matches("person \\d+ events: .*"));
        }
    }

    private void write(HubProcess hub, Clerk clerk, Runnable meanwhile) throws Exception {
        say("seed %d", seed);
        var enough = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                var writer = new Writer("w" + i, seed + i, hub.client(), ledger, repeats);
                writers.add(threads.submit(() -> writer.writeUntil(enough::get)));
            }
            writers.add(threads.submit(() -> clerk.errUntil(enough::get)));
            try {
                meanwhile.run();
            } finally {
                enough.set(true);
            }
            for (var writer : writers) {
                writer.get();
            }
        }
        new Writer("last", seed, hub.client(), ledger, repeats).introduceEverybody();
        say(
                "%d events, revenue %s, %d repeats, %d merges taken back",
                ledger.size(), ledger.revenue(), repeats.get(), clerk.mistakes());
    }

    private void harm(HubProcess hub, List<Harm> harms) {
        var random = new Random(seed);
        for (var harm : harms) {
            LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(3_500)).toNanos());
            long from = System.nanoTime();
            if (!harm.deadly()) {
                Signals.freeze(
                        pid(hub, harm.victim()), Duration.ofMillis(1_000 + random.nextInt(7_000)));
            } else {
                switch (harm.victim()) {
                    case HUB -> killHub(hub);
                    case MONGOD -> killStore(hub::mongod);
                    case ELASTICSEARCH -> killStore(hub::elasticsearch);
                }
            }
            say(
                    "%s %s; back after %d ms",
                    harm.victim(),
                    harm.deadly() ? "killed" : "frozen",
                    (System.nanoTime() - from) / 1_000_000);
        }
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    }

    private static long pid(HubProcess hub, Victim victim) {
        return switch (victim) {
            case HUB -> hub.pid();
            case MONGOD -> hub.mongod().orElseThrow().pid();
            case ELASTICSEARCH -> hub.elasticsearch().orElseThrow().pid();
        };
    }

    private static void killHub(HubProcess hub) {
        hub.killNine();
        try {
            hub.startAgain();
        } catch (IOException e) {
            throw new AssertionError("the hub could not be started again", e);
        }
    }

    private static void killStore(Supplier<Optional<ProcessHandle>> store) {
        var before = store.get().orElseThrow();
        assertThat(before.destroyForcibly()).isTrue();
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> store.get().filter(now -> now.pid() != before.pid()).isPresent());
    }

    private static void awaitApplied(HubProcess hub) {
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> metrics(hub).matches("(?s).*musubi_people_lag_seconds 0\\.0\\s.*"));
    }

    private static String metrics(HubProcess hub) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(hub.at("/actuator/prometheus"))
                        .header("Authorization", "Bearer " + HubProcess.KEY)
                        .build();
        return hub.http().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @SuppressWarnings("SystemOut") // the seed and the course of a run belong into its log
    private static void say(String text, Object... values) {
        System.out.printf("KillIT: " + text + "%n", values);
    }
}
