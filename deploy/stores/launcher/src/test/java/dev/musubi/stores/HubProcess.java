package dev.musubi.stores;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A JVM of its own that starts a mongod the way a hub does, to be killed by a test. */
final class HubProcess {
    private static final String UNUSED = "http://127.0.0.1:9";

    private HubProcess() {}

    /** Prints URI and pid of mongod, then waits for its end. */
    public static void main(String[] arguments) throws InterruptedException {
        Stores stores = Stores.start(mongodOnly(Path.of(arguments[0])));
        System.out.println(stores.mongodbUri() + " " + stores.children().getFirst().pid());
        Thread.currentThread().join();
    }

    static StoresOptions mongodOnly(Path folder) {
        return new StoresOptions(folder, null, UNUSED, 0.25, 990, 384, Duration.ofMinutes(1));
    }

    /** A started hub. */
    record Running(Process process, String mongodbUri, ProcessHandle mongod) {}

    static Running start(Path folder) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx128m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        HubProcess.class.getName(),
                                        folder.toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("mongodb://")) {
                String[] parts = line.split(" ", -1);
                return new Running(
                        process,
                        parts[0],
                        ProcessHandle.of(Long.parseLong(parts[1])).orElseThrow());
            }
        }
        throw new IOException("the hub ended with code " + process.exitValue());
    }
}
