package dev.musubi.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/** A secret that is made at the first start and kept in a file that only its owner may read. */
public final class SecretFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private SecretFile() {}

    /**
     * What the file holds, without its line end; where there is none, it is made.
     *
     * @throws UncheckedIOException where it can be neither read nor made
     */
    public static String readOrMake(Path file, Supplier<String> secret) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                // Whole before it has its name: a start that dies here leaves no empty file behind.
                Path fresh = Files.createTempFile(folder, "secret", ".new", OWNER_ONLY);
                Files.writeString(fresh, secret.get() + "\n");
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("a secret cannot be kept in " + file, e);
        }
    }
}
