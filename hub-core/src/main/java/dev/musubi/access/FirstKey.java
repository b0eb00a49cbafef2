package dev.musubi.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first key: the operator's, else one that is made and written below the data folder. */
final class FirstKey {

    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);
    private static final int SHORTEST = 24;

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
            keys.first(given, believed);
            return;
        }
        Path file = dataFolder.resolve("admin.key");
        try {
            keys.first(read(file), believed);
        } catch (IOException e) {
            throw new UncheckedIOException("the first key cannot be kept in " + file, e);
        }
        LOG.info("the first key is in {}", file.toAbsolutePath());
    }

    private static String read(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, ApiKeys.newSecret() + "\n");
        } catch (FileAlreadyExistsException kept) {
            // Made by an earlier start.
        }
        return Files.readString(file).strip();
    }
}
