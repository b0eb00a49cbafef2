package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What stops processes and lets them go on, without their knowing. */
final class Signals {
    private Signals() {}

    /**
     * As a machine that swaps, or a virtual one that is moved: it does not know that time passed.
     */
    static void freeze(long pid, Duration time) {
        freeze(pid, () -> LockSupport.parkNanos(time.toNanos()));
    }

    /** The process stands still while this is done. */
    static void freeze(long pid, Runnable meanwhile) {
        send("-STOP", pid);
        try {
            meanwhile.run();
        } finally {
            send("-CONT", pid);
        }
    }

    private static void send(String signal, long pid) {
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
}
