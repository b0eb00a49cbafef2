package dev.musubi.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A process that must not outlive its hub. Three lines of defence: it is stopped on close; the
 * kernel tells it when the thread that forked it ends (setpriv, where there is one); and its pid
 * and start time stand in a file, by which the next start ends it.
 */
final class ChildProcess {
    private static final String FILE = "child";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TOLERANCE = Duration.ofSeconds(3);
    private static final Duration ZOMBIE_LIMIT = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 50;

    /** Short: it had a first signal when its hub ended, and the stores survive a kill. */
    private static final Duration LEFT_OVER_PATIENCE = Duration.ofSeconds(8);

    private ChildProcess() {}

    /**
     * Starts the command and writes it down. To be called on a platform thread that stays for as
     * long as the process: the parent-death signal fires when the forking <em>thread</em> ends.
     *
     * @param folder gets the files {@code child} and {@code NAME.out}, what the program prints
     */
    static Process start(String name, List<String> command, Path folder) throws IOException {
        List<String> wrapped = new ArrayList<>();
        if (Commands.onPath("setsid").isPresent()) {
            wrapped.add("setsid"); // Ctrl-C in a terminal must not reach it before the hub drained
        }
        if (Commands.onPath("setpriv").isPresent()) {
            wrapped.addAll(List.of("setpriv", "--pdeathsig", "TERM"));
        }
        wrapped.addAll(command);
        Process process =
                new ProcessBuilder(wrapped)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".out").toFile())
                        .start();
        Files.writeString(folder.resolve(FILE), process.pid() + " " + startOf(process.toHandle()));
        return process;
    }

    /** The process written down in the folder, when it still is that very process. */
    static Optional<ProcessHandle> running(Path folder) {
        try {
            String[] parts = Files.readString(folder.resolve(FILE)).trim().split(" ", -1);
            return parts.length != 2
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(parts[0]))
                            .filter(ChildProcess::lives)
                            .filter(handle -> startedAt(handle, Long.parseLong(parts[1])));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Ends what a killed hub left behind in the folder. */
    static void stopLeftOver(Path folder) throws IOException {
        running(folder).ifPresent(handle -> terminate(handle, LEFT_OVER_PATIENCE));
        forget(folder);
    }

    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    /** Asks first, kills after a while; returns when the process is gone. */
    static void terminate(ProcessHandle handle) {
        terminate(handle, PATIENCE);
    }

    private static void terminate(ProcessHandle handle, Duration patience) {
        handle.destroy();
        if (!endsWithin(handle, patience)) {
            handle.destroyForcibly();
            endsWithin(handle, PATIENCE); // the system itself may hold it, on a dead disk
        }
    }

    private static boolean endsWithin(ProcessHandle handle, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean collected = true;
        boolean interrupted = false;
        while (handle.isAlive() && System.nanoTime() < deadline) {
            if (collected && isZombie(handle.pid())) {
                collected = false; // mostly it is, a moment later
                deadline = Math.min(deadline, System.nanoTime() + ZOMBIE_LIMIT.toNanos());
            }
            try {
                handle.onExit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException notYet) {
                // looked at again, until the deadline
            } catch (InterruptedException e) {
                interrupted = true; // a store is not left half ended
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !lives(handle);
    }

    /**
     * A zombie counts as gone, although Java calls it alive: the parent that a left-over gets in a
     * container may never collect it.
     */
    private static boolean lives(ProcessHandle handle) {
        return handle.isAlive() && !isZombie(handle.pid());
    }

    /** Only its entry is left: as long as other threads end, its files and locks are still held. */
    private static boolean isZombie(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            String stat = Files.readString(process.resolve("stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')')) && threads.count() <= 1;
        } catch (IOException | UncheckedIOException noSuchFile) {
            return false;
        }
    }

    /** Linux tells the start relative to a clock that may have been set right since. */
    private static boolean startedAt(ProcessHandle handle, long millis) {
        return Math.abs(startOf(handle) - millis) <= TOLERANCE.toMillis();
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
