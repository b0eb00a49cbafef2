package dev.musubi.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that must not outlive its hub. Three lines of defence: it is stopped on close; the
 * kernel tells it when the thread that forked it ends (setpriv, where there is one); and its pid
 * and start time stand in a file, by which the next start ends it.
 */
final class ChildProcess {
    private static final String FILE = "child";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
                            .filter(handle -> startOf(handle).equals(parts[1]));
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

    /** Asks first, kills after a while. */
    static void terminate(ProcessHandle handle) {
        terminate(handle, PATIENCE);
    }

    private static void terminate(ProcessHandle handle, Duration patience) {
        handle.destroy();
        try {
            handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException slow) {
            handle.destroyForcibly();
            try {
                handle.onExit().join();
            } catch (CompletionException gone) {
                // nothing is left to wait for
            }
            if (slow instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String startOf(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(start -> Long.toString(start.toEpochMilli()))
                .orElse("unknown");
    }
}
