package dev.musubi.access;

import dev.musubi.platform.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that everything begins with: the operator's, else one that is made and written below the
 * data folder. It is held by each hub and kept in no store, so that it opens the metrics of a hub
 * whose MongoDB is away, and so that two hubs never put one another's key out of use.
 */
record FirstKey(ApiKey key, byte[] hash) {

    static final String ID = "admin";
    static final String FILE = "admin.key";

    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);
    private static final int SHORTEST = 24;

    /**
     * @param given the operator's; blank: the one of the data folder
     * @param believed the identifier types whose {@code verified} is believed
     * @throws IllegalStateException where it is too short to be safe
     */
    static FirstKey of(String given, Path dataFolder, Set<String> believed, Instant now) {
        if (!given.isBlank()) {
            return of(checked(given.strip(), "MUSUBI_ADMIN_KEY"), believed, now);
        }
        Path file = dataFolder.toAbsolutePath().resolve(FILE);
        try {
            String secret = checked(kept(file), file.toString());
            LOG.info("the first key is in {}", file);
            return of(secret, believed, now);
        } catch (IOException e) {
            throw new UncheckedIOException("the first key cannot be kept in " + file, e);
        }
    }

    private static FirstKey of(String secret, Set<String> believed, Instant now) {
        return new FirstKey(
                new ApiKey(
                        ID,
                        "the first key",
                        ApiKey.Kind.SECRET,
                        EnumSet.allOf(Scope.class),
                        Set.of(),
                        Map.of(),
                        believed,
                        Set.of(),
                        null,
                        now,
                        null,
                        null),
                Digests.sha256(secret));
    }

    private static String checked(String secret, String where) {
        if (secret.length() < SHORTEST) {
            throw new IllegalStateException(
                    where
                            + " has "
                            + secret.length()
                            + " characters; a key needs at least "
                            + SHORTEST
                            + " random ones. Without MUSUBI_ADMIN_KEY and without the file, one is made");
        }
        return secret;
    }

    /** Written whole or not at all: a crash leaves no half key behind. */
    private static String kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path folder = file.getParent();
            Files.createDirectories(folder);
            Path fresh =
                    Files.createTempFile(
                            folder,
                            FILE,
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, "msk_" + ID + "_" + ApiKeys.random() + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }
}
