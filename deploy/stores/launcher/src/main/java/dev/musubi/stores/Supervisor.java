package dev.musubi.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one store running. One platform thread forks the process, waits for it, and forks it again
 * on the same port when it ended by itself: at once the first time, then with growing pauses. It is
 * a single thread for the whole time because the parent-death signal belongs to the forking thread.
 */
final class Supervisor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STEADY = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 3;
    private static final long POLL_MILLIS = 15;

    private final StoreProgram program;
    private final Path folder;
    private final Duration startLimit;
    private final CompletableFuture<Void> firstStart = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger restarts = new AtomicInteger();
    private final Thread thread;

    private volatile int port;
    private volatile boolean ready;
    private volatile @Nullable Process process;

    private Supervisor(StoreProgram program, Path folder, Duration startLimit) {
        this.program = program;
        this.folder = folder;
        this.startLimit = startLimit;
        this.thread =
                Thread.ofPlatform().daemon().name(program.name() + "-keeper").unstarted(this::keep);
    }

    /**
     * Starts the program and waits until it takes work.
     *
     * @throws StoresException when it does not; nothing is left running then
     */
    static Supervisor start(StoreProgram program, Path folder, Duration startLimit) {
        Supervisor supervisor = new Supervisor(program, folder, startLimit);
        supervisor.thread.start();
        try {
            supervisor.firstStart.join();
            return supervisor;
        } catch (CompletionException e) {
            supervisor.close();
            throw e.getCause() instanceof StoresException known
                    ? known
                    : new StoresException(
                            program.name() + " cannot be started: " + e.getCause(), e);
        }
    }

    int port() {
        return port;
    }

    ChildFacts facts() {
        Process current = process;
        return new ChildFacts(
                program.name(),
                current == null ? 0 : current.pid(),
                restarts.get(),
                ready && current != null && current.isAlive());
    }

    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            Process current = process;
            if (current != null) {
                ChildProcess.terminate(current.toHandle());
            }
            try {
                thread.join(Duration.ofMillis(100));
            } catch (InterruptedException e) {
                interrupted = true; // the process must be gone before the folder is given back
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            Files.createDirectories(folder);
            ChildProcess.stopLeftOver(folder);
            program.prepare();
            launchOnFreePort();
            firstStart.complete(null);
        } catch (IOException | RuntimeException e) {
            firstStart.completeExceptionally(e);
            end();
            return;
        }
        Duration pause = FIRST_PAUSE;
        while (true) {
            long since = System.nanoTime();
            int code = awaitEnd();
            ready = false;
            if (isClosing()) {
                break;
            }
            if (System.nanoTime() - since > STEADY.toNanos()) {
                pause = FIRST_PAUSE;
            }
            log.warn(
                    "{} ended by itself ({}); starting it again in {} ms",
                    program.name(),
                    program.explain(code),
                    pause.toMillis());
            if (closesWithin(pause)) {
                break;
            }
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                            ? LONGEST_PAUSE
                            : pause.multipliedBy(2);
            restart();
        }
        end();
    }

    /** A failed attempt leaves no process; the loop finds that out and tries again later. */
    private void restart() {
        try {
            restarts.incrementAndGet();
            launch();
            log.info("{} runs again", program.name());
        } catch (IOException | RuntimeException e) {
            if (!isClosing()) {
                log.error("{} could not be started again: {}", program.name(), e.getMessage());
            }
            stopProcess();
        }
    }

    /** Another program may take a free port before the store does. */
    private void launchOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            port = Ports.choose(folder);
            try {
                launch();
                return;
            } catch (StoresException e) {
                stopProcess();
                if (attempt == PORT_ATTEMPTS || isClosing() || Ports.isFree(port)) {
                    throw e;
                }
            }
        }
    }

    private void launch() throws IOException {
        Process started = ChildProcess.start(program.name(), program.command(port), folder);
        process = started;
        long deadline = System.nanoTime() + startLimit.toNanos();
        while (!program.isReady(port)) {
            if (!started.isAlive()) {
                throw new StoresException(
                        program.name()
                                + " ended while starting: "
                                + program.explain(started.exitValue()));
            }
            if (System.nanoTime() > deadline) {
                throw new StoresException(
                        program.name()
                                + " was not ready within "
                                + startLimit.toSeconds()
                                + " s; see "
                                + folder);
            }
            if (closesWithin(Duration.ofMillis(POLL_MILLIS))) {
                throw new StoresException(program.name() + " was stopped while starting");
            }
        }
        ready = true;
    }

    private int awaitEnd() {
        Process current = process;
        while (current != null) {
            try {
                return current.waitFor();
            } catch (InterruptedException ignored) {
                // nobody may end this thread before its process
            }
        }
        return 0;
    }

    private void end() {
        stopProcess();
        try {
            ChildProcess.forget(folder);
        } catch (IOException e) {
            log.warn(
                    "The file of the ended {} could not be removed: {}",
                    program.name(),
                    e.toString());
        }
    }

    private void stopProcess() {
        Process current = process;
        if (current != null) {
            ChildProcess.terminate(current.toHandle());
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private boolean closesWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return isClosing();
        }
    }
}
