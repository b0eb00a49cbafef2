package dev.musubi.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mongod on a folder: {@code db/} (data), {@code mongod.log}, {@code version} (who wrote the
 * data), beside the files of {@link ChildProcess} and {@link Ports}.
 */
final class EmbeddedMongo implements StoreProgram {
    private static final long LOG_LIMIT = 32L << 20;

    /**
     * Sizes of a mongod.
     *
     * @param oplogMb at least 990; counts when the data is created
     */
    record Sizes(double cacheGb, int oplogMb) {}

    private final Path folder;
    private final MongodBinary binaries;
    private final Sizes sizes;
    private @Nullable Path binary;
    private @Nullable ReplicaSet starting;

    EmbeddedMongo(Path folder, MongodBinary binaries, Sizes sizes) {
        this.folder = folder;
        this.binaries = binaries;
        this.sizes = sizes;
    }

    /** directConnection: the driver must not follow the address stored in the set. */
    static String uri(int port) {
        return "mongodb://"
                + Ports.LOOPBACK
                + ":"
                + port
                + "/?directConnection=true&w=majority&journal=true";
    }

    @Override
    public String name() {
        return "mongod";
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(folder.resolve("db"));
        Path found = binaries.resolve();
        checkVersion(MongodBinary.version(found));
        binary = found;
    }

    @Override
    public List<String> command(int port) throws IOException {
        forgetClient();
        Path log = log();
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, folder.resolve("mongod.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return List.of(
                String.valueOf(binary),
                "--replSet",
                ReplicaSet.NAME,
                "--bind_ip",
                Ports.LOOPBACK,
                "--port",
                Integer.toString(port),
                "--dbpath",
                folder.resolve("db").toString(),
                "--logpath",
                log.toString(),
                "--logappend",
                "--quiet",
                "--wiredTigerCacheSizeGB",
                Double.toString(sizes.cacheGb()),
                "--oplogSize",
                Integer.toString(sizes.oplogMb()),
                "--nounixsocket",
                "--noscripting",
                "--setParameter",
                "diagnosticDataCollectionEnabled=false",
                // A hub killed inside a transaction must not hold its documents for a minute.
                "--setParameter",
                "transactionLifetimeLimitSeconds=5",
                "--setParameter",
                "shutdownTimeoutMillisForSignaledShutdown=500");
    }

    @Override
    public boolean isReady(int port) {
        if (starting == null) {
            if (!Ports.answers(port)) {
                return false;
            }
            starting = new ReplicaSet(port);
        }
        if (!starting.isPrimary()) {
            return false;
        }
        forgetClient();
        return true;
    }

    @Override
    public String explain(int exitCode) {
        String reason =
                binary == null ? "exit code " + exitCode : MongodBinary.explain(binary, exitCode);
        return exitCode == 0 || exitCode > 128 ? reason : reason + "; " + lastError();
    }

    private void forgetClient() {
        if (starting != null) {
            starting.close();
            starting = null;
        }
    }

    /** Files of a newer release series cannot be opened: said before mongod says it in its way. */
    private void checkVersion(String now) throws IOException {
        Path file = folder.resolve("version");
        if (Files.exists(file)) {
            String before = Files.readString(file).trim();
            if (major(before) > major(now)) {
                throw new StoresException(
                        "the data in "
                                + folder
                                + " was written by mongod "
                                + before
                                + ", which mongod "
                                + now
                                + " cannot open: set MUSUBI_MONGOD to a newer binary");
            }
        }
        Files.writeString(file, now);
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    private Path log() {
        return folder.resolve("mongod.log");
    }

    private String lastError() {
        try {
            return Files.readAllLines(log()).reversed().stream()
                    .limit(200)
                    .filter(line -> line.contains("\"s\":\"E\"") || line.contains("\"s\":\"F\""))
                    .findFirst()
                    .orElse("see " + log());
        } catch (IOException none) {
            return "no log in " + folder;
        }
    }
}
