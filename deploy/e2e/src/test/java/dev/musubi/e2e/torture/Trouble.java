package dev.musubi.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.e2e.HubProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Kills processes of a hub and makes them stand still, at random moments. */
final class Trouble {

    private static final Duration RECOVERY = Duration.ofMinutes(3);

    private enum Victim {
        HUB,
        MONGOD,
        ELASTICSEARCH
    }

    /** SIGKILL, or SIGSTOP and SIGCONT some seconds later. */
    private record Harm(Victim victim, boolean deadly) {}

    private final HubProcess hub;
    private final Random random;
    private final List<Harm> harms = new ArrayList<>();

    /**
     * @param kills of all processes together
     * @param freezes likewise
     */
    Trouble(HubProcess hub, int kills, int freezes, long seed) {
        this.hub = hub;
        this.random = new Random(seed);
        Victim[] victims = Victim.values();
        for (int i = 0; i < kills; i++) {
            harms.add(new Harm(victims[i % victims.length], true));
        }
        for (int i = 0; i < freezes; i++) {
            harms.add(new Harm(victims[i % victims.length], false));
        }
        Collections.shuffle(harms, random);
    }

    void make() {
        int done = 0;
        for (Harm harm : harms) {
            Door.pause(500 + random.nextInt(3_500));
            long from = System.nanoTime();
            if (!harm.deadly()) {
                freeze(harm.victim(), 1_000 + random.nextInt(7_000));
            } else if (harm.victim() == Victim.HUB) {
                killHub();
            } else {
                killStore(harm.victim());
            }
            Torture.say(
                    "%d of %d: %s %s; back after %d ms",
                    ++done,
                    harms.size(),
                    harm.victim(),
                    harm.deadly() ? "killed" : "frozen",
                    (System.nanoTime() - from) / 1_000_000);
        }
        Door.pause(2_000);
    }

    /**
     * As a machine that swaps, or a virtual one that is moved: it does not know that time passed.
     */
    private void freeze(Victim victim, int milliseconds) {
        long pid = victim == Victim.HUB ? hub.pid() : running(victim).pid();
        signal("-STOP", pid);
        try {
            Door.pause(milliseconds);
        } finally {
            signal("-CONT", pid);
        }
    }

    private static void signal(String signal, long pid) {
        try {
            int exit = new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
            assertThat(exit).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void killHub() {
        hub.killNine();
        try {
            hub.startAgain();
        } catch (IOException e) {
            throw new AssertionError("the hub could not be started again", e);
        }
    }

    private void killStore(Victim victim) {
        Supplier<Optional<ProcessHandle>> store = store(victim);
        ProcessHandle before = running(victim);
        assertThat(before.destroyForcibly()).isTrue();
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> store.get().filter(now -> now.pid() != before.pid()).isPresent());
    }

    /** The store, which may be starting since the hub or it was killed before. */
    private ProcessHandle running(Victim victim) {
        return await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> store(victim).get(), Optional::isPresent)
                .orElseThrow();
    }

    private Supplier<Optional<ProcessHandle>> store(Victim victim) {
        return victim == Victim.MONGOD ? hub::mongod : hub::elasticsearch;
    }
}
