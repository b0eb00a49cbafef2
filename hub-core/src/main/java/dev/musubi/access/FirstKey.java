package dev.musubi.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first key: the operator's, else one that is made and written below the data folder. */
final class FirstKey {

    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);
    private static final int SHORTEST = 24;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private FirstKey() {}

    static void install(ApiKeys keys, String given, Path dataFolder, Set<String> believed) {
        if (!given.isBlank()) {
            if (given.length() < SHORTEST) {
                throw new IllegalStateException(
                        "MUSUBI_ADMIN_KEY has "
                                + given.length()
                                + " characters; take at least "
                                + SHORTEST
                                + " random ones, or leave it out and one is made");
            }
            keys.setGiven(given, believed);
            return;
        }
        Path file = dataFolder.resolve("admin.key");
        try {
            if (keys.keepMade(read(file), believed)) {
                LOG.info("the first key is in {}", file.toAbsolutePath());
            } else {
                LOG.warn(
                        "the key in {} is revoked; delete the file, and the next start makes one",
                        file.toAbsolutePath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the first key cannot be kept in " + file, e);
        }
    }

    private static String read(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        if (!Files.exists(file)) {
            // Whole before it has its name: a start that dies here leaves no empty key behind.
            Path fresh = Files.createTempFile(folder, "admin", ".key", OWNER_ONLY);
            Files.writeString(fresh, ApiKeys.newSecret() + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }
}
